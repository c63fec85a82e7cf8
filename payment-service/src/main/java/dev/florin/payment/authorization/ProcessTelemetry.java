package dev.florin.payment.authorization;

import dev.florin.payment.authorization.PaymentMetrics.RequestStatus;
import dev.florin.payment.authorization.PaymentObservation.Detail;
import dev.florin.payment.authorization.PaymentObservation.Label;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Risk.Decision;
import dev.florin.payment.payment.PaymentError;
import dev.florin.web.problem.ProblemException;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The span of a request for a payment, and what it counts as. */
@Component
class ProcessTelemetry {

  private static final String NONE = "none";

  private final ObservationRegistry observations;
  private final PaymentMetrics metrics;

  ProcessTelemetry(ObservationRegistry observations, PaymentMetrics metrics) {
    this.observations = observations;
    this.metrics = metrics;
  }

  /** A request that is being carried out. */
  final class Run {

    private final Observation observation;

    private Run(Observation observation) {
      this.observation = observation;
    }

    /** It had been sent before. */
    void repeated() {
      metrics.request(RequestStatus.DUPLICATE);
      observation.lowCardinalityKeyValue(Label.OUTCOME.withValue("duplicate"));
    }

    /** It was carried out. */
    void ended(Outcome outcome) {
      metrics.request(status(outcome));
      observation.lowCardinalityKeyValue(Label.OUTCOME.withValue(label(outcome)));
    }
  }

  <T> T process(Payment.Terms terms, Function<Run, T> work) {
    Observation observation =
        PaymentObservation.PROCESS
            .observation(observations)
            .lowCardinalityKeyValue(Label.METHOD.withValue(terms.method().wireName()))
            .lowCardinalityKeyValue(Label.OUTCOME.withValue(NONE))
            .highCardinalityKeyValue(Detail.ID.withValue(terms.paymentId()))
            .highCardinalityKeyValue(Detail.USER_ID.withValue(terms.userId()))
            .highCardinalityKeyValue(Detail.AMOUNT.withValue(terms.amount().toDecimalString()))
            .highCardinalityKeyValue(Detail.CURRENCY.withValue(terms.amount().currencyCode()));
    Timer.Sample timer = metrics.start();
    try {
      return observation.observe(() -> work.apply(new Run(observation)));
    } catch (ProblemException refused) {
      refused(refused);
      throw refused;
    } catch (RuntimeException broken) {
      metrics.request(RequestStatus.FAILED);
      metrics.error(PaymentObservation.PROCESS);
      throw broken;
    } finally {
      metrics.duration(timer, terms.method().wireName());
    }
  }

  <T> T check(Supplier<T> work) {
    return PaymentObservation.IDEMPOTENCY_CHECK.observation(observations).observe(work);
  }

  private void refused(ProblemException refused) {
    if (refused.errorCode() == PaymentError.IDEMPOTENCY_IN_PROGRESS) {
      metrics.request(RequestStatus.DUPLICATE);
    }
  }

  private static RequestStatus status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _, Outcome.Authorised _ -> RequestStatus.SUCCESS;
      case Outcome.Failed(var payment, _) ->
          isFor(payment, PaymentError.RISK_REJECTED)
              ? RequestStatus.REJECTED
              : RequestStatus.FAILED;
      case Outcome.ReviewNeeded _, Outcome.ActionNeeded _, Outcome.Unresolved _ ->
          RequestStatus.PROCESSING;
    };
  }

  private static String label(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var payment) -> isDegraded(payment) ? "degraded" : "succeeded";
      case Outcome.Authorised(var payment) -> isDegraded(payment) ? "degraded" : "authorised";
      case Outcome.Failed(var payment, _) -> isCompensated(payment) ? "compensated" : "failed";
      case Outcome.ReviewNeeded _ -> "requires_review";
      case Outcome.ActionNeeded _ -> "requires_action";
      case Outcome.Unresolved _ -> "unknown";
    };
  }

  private static boolean isDegraded(Payment payment) {
    Risk risk = payment.risk();
    return risk != null && risk.decision() == Decision.DEGRADED;
  }

  /** Whatever fails at the channel has been deducted, or reserved, before. */
  private static boolean isCompensated(Payment payment) {
    return isFor(payment, PaymentError.CARD_DECLINED)
        || isFor(payment, PaymentError.CHANNEL_UNAVAILABLE);
  }

  private static boolean isFor(Payment payment, PaymentError error) {
    Failure failure = payment.failure();
    return failure != null && failure.error() == error;
  }
}
