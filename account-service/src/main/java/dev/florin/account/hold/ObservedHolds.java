package dev.florin.account.hold;

import dev.florin.account.hold.HoldObservation.HighCardinality;
import dev.florin.account.hold.HoldObservation.LowCardinality;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Gives the ledger a command inside a span that tells what it did to the hold. */
@Component
class ObservedHolds {

  private final ObservationRegistry registry;
  private final Ledger ledger;

  ObservedHolds(ObservationRegistry registry, Ledger ledger) {
    this.registry = registry;
    this.ledger = ledger;
  }

  Outcome.OfReservation execute(HoldObservation kind, String holdId, Command.Reservation command) {
    return observe(kind, begin(kind, holdId), () -> ledger.execute(command));
  }

  Outcome.OfMovement post(String holdId, Command.PostHold command) {
    Observation observation =
        begin(HoldObservation.POST, holdId)
            .highCardinalityKeyValue(
                HighCardinality.TRANSFER_ID.withValue(command.transfer().id()));
    return observe(HoldObservation.POST, observation, () -> ledger.execute(command));
  }

  private Observation begin(HoldObservation kind, String holdId) {
    return kind.observation(registry)
        .lowCardinalityKeyValue(LowCardinality.RESULT.withValue("failed"))
        .highCardinalityKeyValue(HighCardinality.HOLD_ID.withValue(holdId));
  }

  private static <T extends Outcome> T observe(
      HoldObservation kind, Observation observation, Supplier<T> work) {
    return Objects.requireNonNull(
        observation.observe(
            () -> {
              T answer = work.get();
              describe(observation, kind, answer);
              return answer;
            }));
  }

  private static void describe(Observation observation, HoldObservation kind, Outcome outcome) {
    switch (outcome) {
      case Outcome.Posted _ -> result(observation, "posted");
      // A placement that is repeated stays one, whatever became of the hold since.
      case Outcome.Held(var hold, _) ->
          result(observation, kind == HoldObservation.PLACE ? "placed" : hold.status().code());
      case Outcome.Declined(var code, _) -> {
        result(observation, "declined");
        observation.highCardinalityKeyValue(HighCardinality.DECLINE_CODE.withValue(code.code()));
      }
      case Outcome.Conflicting _ -> result(observation, "conflict");
    }
  }

  private static void result(Observation observation, String result) {
    observation.lowCardinalityKeyValue(LowCardinality.RESULT.withValue(result));
  }
}
