package dev.florin.account.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Event;
import io.micrometer.observation.ObservationRegistry;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs ledger work in a transaction, again if the database broke it off, and tells what came of it:
 * events on the current span and a count per operation and result.
 */
@Component
public class LedgerTransactions {

  private static final Logger log = LoggerFactory.getLogger(LedgerTransactions.class);

  /** Serialization failure, deadlock: the database undid the work and asks for another try. */
  private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

  /** Lock not available, statement cancelled by its timeout. */
  private static final Set<String> TOO_SLOW = Set.of("55P03", "57014");

  private final TransactionTemplate transactions;
  private final ObservationRegistry observations;
  private final MeterRegistry meters;
  private final int attempts;

  LedgerTransactions(
      TransactionTemplate ledgerTransactionTemplate,
      ObservationRegistry observations,
      MeterRegistry meters,
      LedgerProperties properties) {
    this.transactions = ledgerTransactionTemplate;
    this.observations = observations;
    this.meters = meters;
    this.attempts = properties.attempts();
  }

  /**
   * Runs the work and commits it.
   *
   * @param operation what it is counted as
   * @param work what to do; it may answer null for what was done before
   * @throws LedgerBusyException if the rows stayed locked or the retries were used up: nothing was
   *     written
   */
  public <T extends @Nullable Outcome> T execute(TransferKind operation, Supplier<T> work) {
    try {
      T outcome = retry(work);
      count(operation, result(outcome));
      return outcome;
    } catch (RuntimeException e) {
      count(operation, "failed");
      throw e;
    }
  }

  private <T extends @Nullable Outcome> T retry(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (ConcurrentModificationException | DataAccessException | TransactionException e) {
        if (e instanceof ConcurrentModificationException) {
          meters.counter("account.concurrent_modification.total").increment();
        }
        String state = sqlState(e);
        boolean again = e instanceof ConcurrentModificationException || TRY_AGAIN.contains(state);
        if (again && attempt < attempts) {
          log.debug("ledger transaction broken off ({}), attempt {}", state, attempt);
        } else if (again || TOO_SLOW.contains(state)) {
          log.warn("ledger transaction given up: {}", e.toString());
          throw new LedgerBusyException(e);
        } else {
          throw e;
        }
      }
    }
  }

  private <T extends @Nullable Outcome> T once(Supplier<T> work) {
    event("transaction.begin");
    try {
      T outcome = transactions.execute(_ -> work.get());
      event("transaction.commit");
      return outcome;
    } catch (RuntimeException e) {
      event("transaction.rollback");
      throw e;
    }
  }

  private void event(String name) {
    Observation current = observations.getCurrentObservation();
    if (current != null) {
      current.event(Event.of(name));
    }
  }

  private void count(TransferKind operation, String result) {
    meters
        .counter("account.balance.operations", "operation", operation.code(), "result", result)
        .increment();
  }

  private static String result(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> "replayed";
      case Outcome.Posted posted -> posted.replayed() ? "replayed" : "posted";
      case Outcome.Declined declined -> declined.replayed() ? "replayed" : "declined";
      case Outcome.Conflicting _ -> "conflict";
    };
  }

  private static String sqlState(RuntimeException failure) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
    return state == null ? "" : state;
  }
}
