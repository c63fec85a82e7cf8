package dev.florin.payment.operation;

import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.Wallets.Movement;
import dev.florin.payment.operation.OperationObservation.Detail;
import dev.florin.payment.operation.OperationObservation.Label;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A span around each operation and each of its steps, and a count of what went wrong. */
@Component
class OperationTelemetry {

  private static final String UNKNOWN = "unknown";

  private final ObservationRegistry observations;
  private final MeterRegistry meters;

  OperationTelemetry(ObservationRegistry observations, MeterRegistry meters) {
    this.observations = observations;
    this.meters = meters;
  }

  OperationOutcome around(Payment payment, Operation operation, Supplier<OperationOutcome> run) {
    Observation observation =
        OperationObservation.of(operation.kind())
            .observation(observations)
            .lowCardinalityKeyValue(Label.OUTCOME.withValue(UNKNOWN))
            .highCardinalityKeyValue(Detail.PAYMENT_ID.withValue(payment.terms().paymentId()))
            .highCardinalityKeyValue(Detail.OPERATION_ID.withValue(operation.publicId()))
            .highCardinalityKeyValue(Detail.AMOUNT.withValue(operation.amount().toDecimalString()));
    return required(
        observation.observe(
            () -> {
              OperationOutcome outcome = run.get();
              observation.lowCardinalityKeyValue(Label.OUTCOME.withValue(label(outcome)));
              return outcome;
            }));
  }

  Attempt channel(Supplier<Attempt> call) {
    Observation observation = OperationObservation.CHANNEL.observation(observations);
    return required(
        observation.observe(
            () -> {
              Attempt attempt = call.get();
              describe(attempt, observation);
              return attempt;
            }));
  }

  private void describe(Attempt attempt, Observation observation) {
    switch (attempt) {
      case Attempt.Approved(var charge) -> transaction(charge, observation);
      case Attempt.Declined(var charge, _) -> transaction(charge, observation);
      case Attempt.NotSent(), Attempt.NotReached() ->
          fail(OperationObservation.CHANNEL, "no channel was reached", observation);
      case Attempt.Unknown(), Attempt.ActionNeeded(_) ->
          fail(OperationObservation.CHANNEL, "the outcome is unknown", observation);
    }
  }

  private static void transaction(Charge charge, Observation observation) {
    if (charge.transactionId() != null) {
      observation.highCardinalityKeyValue(Detail.TRANSACTION_ID.withValue(charge.transactionId()));
    }
  }

  Movement ledger(Supplier<Movement> call) {
    Observation observation = OperationObservation.LEDGER.observation(observations);
    return required(
        observation.observe(
            () -> {
              Movement movement = call.get();
              if (!(movement instanceof Movement.Posted)) {
                fail(OperationObservation.LEDGER, "the ledger does not confirm it", observation);
              }
              return movement;
            }));
  }

  boolean release(BooleanSupplier call) {
    Observation observation = OperationObservation.LEDGER.observation(observations);
    return required(
        observation.observe(
            () -> {
              boolean free = call.getAsBoolean();
              if (!free) {
                fail(OperationObservation.LEDGER, "the ledger does not confirm it", observation);
              }
              return free;
            }));
  }

  /** The growing pauses are used up, and still its end is not known. */
  void outlasted(Operation operation) {
    count(OperationObservation.of(operation.kind()));
  }

  private void fail(OperationObservation step, String reason, Observation observation) {
    observation.error(new StepFailure(reason));
    count(step);
  }

  private void count(OperationObservation step) {
    meters.counter("payment_errors_total", "step", step.getName()).increment();
  }

  private static String label(OperationOutcome outcome) {
    return switch (outcome) {
      case OperationOutcome.Succeeded _ -> "succeeded";
      case OperationOutcome.Failed _ -> "failed";
      case OperationOutcome.Unresolved _,
          OperationOutcome.Continued _,
          OperationOutcome.Refused _ ->
          UNKNOWN;
    };
  }

  private static <T> T required(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  /** Marks a span as failed; never thrown. */
  private static final class StepFailure extends Exception {

    private static final long serialVersionUID = 1L;

    StepFailure(String reason) {
      super(reason, null, false, false);
    }
  }
}
