package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours.Reply;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.client.HttpClientErrorException;

/**
 * A service that is asked, behind a circuit breaker and a bulkhead of its own. A read may fail: it
 * is a gap.
 */
final class Witness<C> {

  private static final Logger log = LoggerFactory.getLogger(Witness.class);

  private final C client;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  Witness(C client, CircuitBreaker breaker, Bulkhead bulkhead) {
    this.client = client;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
  }

  /**
   * Asks.
   *
   * @param unknown what it means that the service knows nothing of the id
   */
  <T> Reply<T> ask(Function<C, T> question, T unknown) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("no remote call inside a transaction");
    }
    try {
      return new Reply.Told<>(
          bulkhead.executeSupplier(
              CircuitBreaker.decorateSupplier(breaker, () -> question.apply(client))));
    } catch (HttpClientErrorException.NotFound _) {
      return new Reply.Told<>(unknown);
    } catch (RuntimeException e) {
      log.warn("{} tells nothing: {}", breaker.getName(), e.toString());
      return new Reply.Silent<>();
    }
  }
}
