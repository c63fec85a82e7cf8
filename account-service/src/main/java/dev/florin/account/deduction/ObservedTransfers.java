package dev.florin.account.deduction;

import dev.florin.account.deduction.AccountObservation.HighCardinality;
import dev.florin.account.deduction.AccountObservation.LowCardinality;
import dev.florin.account.ledger.Entry;
import dev.florin.account.ledger.LedgerTransactions;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.TransferKind;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Runs a ledger transaction inside a span that tells what it did to the payer's balance. */
@Component
class ObservedTransfers {

  private final ObservationRegistry registry;
  private final LedgerTransactions transactions;

  ObservedTransfers(ObservationRegistry registry, LedgerTransactions transactions) {
    this.registry = registry;
    this.transactions = transactions;
  }

  Outcome execute(
      AccountObservation kind,
      TransferKind operation,
      String transferId,
      Function<Outcome.Posted, Entry> wallet,
      Supplier<Outcome> work) {
    Observation observation =
        kind.observation(registry)
            .lowCardinalityKeyValue(LowCardinality.RESULT.withValue("failed"))
            .highCardinalityKeyValue(HighCardinality.TRANSFER_ID.withValue(transferId));
    Outcome outcome =
        observation.observe(
            () -> {
              Outcome answer = transactions.execute(operation, work);
              describe(observation, answer, wallet);
              return answer;
            });
    return Objects.requireNonNull(outcome);
  }

  private static void describe(
      Observation observation, Outcome outcome, Function<Outcome.Posted, Entry> wallet) {
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
