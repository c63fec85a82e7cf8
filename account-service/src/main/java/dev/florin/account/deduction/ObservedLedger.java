package dev.florin.account.deduction;

import dev.florin.account.deduction.AccountObservation.HighCardinality;
import dev.florin.account.deduction.AccountObservation.LowCardinality;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Entry;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Has the ledger carry a command out inside a span that tells what became of the payer's money. */
@Component
class ObservedLedger {

  private final ObservationRegistry registry;
  private final Ledger ledger;

  ObservedLedger(ObservationRegistry registry, Ledger ledger) {
    this.registry = registry;
    this.ledger = ledger;
  }

  Outcome.OfMovement execute(
      AccountObservation kind,
      String transferId,
      Function<Outcome.Posted, Entry> wallet,
      Command.Movement command) {
    Observation observation =
        kind.observation(registry)
            .lowCardinalityKeyValue(LowCardinality.RESULT.withValue("failed"))
            .highCardinalityKeyValue(HighCardinality.TRANSFER_ID.withValue(transferId));
    Outcome.OfMovement outcome =
        observation.observe(
            () -> {
              Outcome.OfMovement answer = ledger.execute(command);
              describe(observation, answer, wallet);
              return answer;
            });
    return Objects.requireNonNull(outcome);
  }

  private static void describe(
      Observation observation, Outcome.OfMovement outcome, Function<Outcome.Posted, Entry> wallet) {
    switch (outcome) {
      case Outcome.Posted posted -> {
        Entry entry = wallet.apply(posted);
        observation
            .lowCardinalityKeyValue(LowCardinality.RESULT.withValue("posted"))
            .highCardinalityKeyValue(
                HighCardinality.BALANCE_BEFORE.withValue(Long.toString(entry.balanceBefore())))
            .highCardinalityKeyValue(
                HighCardinality.BALANCE_AFTER.withValue(Long.toString(entry.balanceAfter())));
      }
      case Outcome.Declined(var code, _) ->
          observation
              .lowCardinalityKeyValue(LowCardinality.RESULT.withValue("declined"))
              .highCardinalityKeyValue(HighCardinality.DECLINE_CODE.withValue(code.code()));
      case Outcome.Conflicting _ ->
          observation.lowCardinalityKeyValue(LowCardinality.RESULT.withValue("conflict"));
    }
  }
}
