package dev.florin.payment.authorization.client;

import dev.florin.web.client.CallFailures;
import dev.florin.web.client.CallOutcome;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.client.HttpClientErrorException;

/**
 * A service as the saga sees it: behind a circuit breaker and a bulkhead of its own, and never
 * called while a database transaction waits for it. What either of them turns away was not sent.
 */
final class Downstream {

  private static final Logger log = LoggerFactory.getLogger(Downstream.class);

  /** What came of a call. */
  sealed interface Reply<T> {

    /** It was answered. */
    record Answered<T>(T body) implements Reply<T> {}

    /**
     * It was not answered as it should have been.
     *
     * @param conflict whether the id was found in use for something else
     */
    record Failed<T>(CallOutcome outcome, boolean conflict) implements Reply<T> {}
  }

  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  Downstream(CircuitBreaker breaker, Bulkhead bulkhead) {
    this.breaker = breaker;
    this.bulkhead = bulkhead;
  }

  /**
   * Sends the request.
   *
   * @throws IllegalStateException if a transaction is active: it would hold its locks and its
   *     connection for as long as the other side likes
   */
  <T> Reply<T> call(Supplier<T> request) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("no remote call inside a transaction");
    }
    try {
      return new Reply.Answered<>(
          bulkhead.executeSupplier(CircuitBreaker.decorateSupplier(breaker, request)));
    } catch (RuntimeException e) {
      CallOutcome outcome = CallFailures.classify(e);
      log.warn("call to {}: {}, {}", breaker.getName(), outcome, e.toString());
      return new Reply.Failed<>(outcome, isConflict(e));
    }
  }

  private static boolean isConflict(RuntimeException failure) {
    return failure instanceof HttpClientErrorException refused
        && refused.getStatusCode() == HttpStatus.CONFLICT;
  }
}
