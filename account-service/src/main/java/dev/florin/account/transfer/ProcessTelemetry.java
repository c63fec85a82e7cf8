package dev.florin.account.transfer;

import dev.florin.account.transfer.TransferObservation.Detail;
import dev.florin.account.transfer.TransferObservation.Label;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The span of a request for a transfer. */
@Component
class ProcessTelemetry {

  private final ObservationRegistry observations;

  ProcessTelemetry(ObservationRegistry observations) {
    this.observations = observations;
  }

  /** A request that is being carried out. */
  static final class Run {

    private final Observation observation;

    private Run(Observation observation) {
      this.observation = observation;
    }

    /** It had been sent before. */
    void repeated() {
      outcome("duplicate");
    }

    /** It was carried out. */
    void ended(RunEnd end) {
      outcome(
          switch (end) {
            case RunEnd.Succeeded _ -> "succeeded";
            case RunEnd.Failed _ -> "failed";
            case RunEnd.Unresolved _ -> "unknown";
          });
    }

    private void outcome(String outcome) {
      observation.lowCardinalityKeyValue(Label.OUTCOME.withValue(outcome));
    }
  }

  <T> T process(UserTransfer.Terms terms, Function<Run, T> work) {
    Observation observation =
        TransferObservation.PROCESS
            .observation(observations)
            .lowCardinalityKeyValue(Label.CURRENCY.withValue(terms.amount().currencyCode()))
            .lowCardinalityKeyValue(Label.OUTCOME.withValue("none"))
            .highCardinalityKeyValue(Detail.ID.withValue(terms.transferId()))
            .highCardinalityKeyValue(Detail.FROM_USER.withValue(terms.fromUser()))
            .highCardinalityKeyValue(Detail.AMOUNT.withValue(terms.amount().toDecimalString()))
            .highCardinalityKeyValue(
                Detail.SHARES.withValue(Integer.toString(terms.shares().size())));
    return Objects.requireNonNull(observation.observe(() -> work.apply(new Run(observation))));
  }
}
