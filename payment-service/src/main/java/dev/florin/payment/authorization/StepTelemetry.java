package dev.florin.payment.authorization;

import dev.florin.payment.authorization.PaymentObservation.Detail;
import dev.florin.payment.authorization.PaymentObservation.Label;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Risk.Decision;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.stereotype.Component;

/** A span around each step and each compensation, and a count of what went wrong. */
@Component
class StepTelemetry {

  private static final String NONE = "none";

  private final ObservationRegistry observations;
  private final PaymentMetrics metrics;

  StepTelemetry(ObservationRegistry observations, PaymentMetrics metrics) {
    this.observations = observations;
    this.metrics = metrics;
  }

  StepResult run(Step step, Payment payment) {
    Observation observation = step.name().observation(observations);
    if (step.name() == PaymentObservation.RISK_CHECK) {
      observation.lowCardinalityKeyValue(Label.RISK_LEVEL.withValue(NONE));
    }
    return observation.observe(
        () -> {
          StepResult result = step.run().on(payment);
          describe(step.name(), result, observation);
          return result;
        });
  }

  /** Whether the step is undone for sure. */
  boolean undo(Step step, Payment payment) {
    Step.Undo undo = step.undo();
    if (undo == null) {
      return true;
    }
    Observation observation = undo.name().observation(observations);
    return observation.observe(
        () -> {
          boolean undone = undo.run().on(payment);
          if (!undone) {
            fail(undo.name(), "the compensation is not confirmed", observation);
          }
          return undone;
        });
  }

  private void describe(PaymentObservation step, StepResult result, Observation observation) {
    switch (result) {
      case StepResult.Done(var payment) -> learned(step, payment, observation);
      case StepResult.Held(var payment) -> learned(step, payment, observation);
      case StepResult.ActionNeeded(var payment) -> learned(step, payment, observation);
      case StepResult.Refused(var payment, var failure, _) -> {
        learned(step, payment, observation);
        if (failure.error().status().is5xxServerError()) {
          fail(step, failure.error().code(), observation);
        }
      }
      case StepResult.Unclear(var payment) -> {
        learned(step, payment, observation);
        fail(step, "the outcome is unknown", observation);
      }
    }
  }

  private static void learned(PaymentObservation step, Payment payment, Observation observation) {
    Risk risk = payment.risk();
    if (step == PaymentObservation.RISK_CHECK && risk != null) {
      observation.lowCardinalityKeyValue(Label.RISK_LEVEL.withValue(level(risk)));
      if (risk.score() != null) {
        observation.highCardinalityKeyValue(Detail.RISK_SCORE.withValue(risk.score().toString()));
      }
    }
    Charge charge = payment.charge();
    if (step == PaymentObservation.CHANNEL_PROCESS
        && charge != null
        && charge.transactionId() != null) {
      observation.highCardinalityKeyValue(Detail.TRANSACTION_ID.withValue(charge.transactionId()));
    }
  }

  private static String level(Risk risk) {
    if (risk.decision() == Decision.DEGRADED) {
      return "degraded";
    }
    return risk.level() == null ? NONE : risk.level();
  }

  private void fail(PaymentObservation step, String reason, Observation observation) {
    observation.error(new StepFailure(reason));
    metrics.error(step);
  }

  /** Marks a span as failed; never thrown. */
  private static final class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    StepFailure(String reason) {
      super(reason, null, false, false);
    }
  }
}
