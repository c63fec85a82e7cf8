package dev.florin.account.transfer.client;

import dev.florin.account.transfer.RiskDesk;
import dev.florin.account.transfer.UserTransfer;
import dev.florin.web.client.CallFailures;
import dev.florin.web.client.CallOutcome;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Assessments by risk-service, behind a circuit breaker and a bulkhead. */
final class HttpRiskDesk implements RiskDesk {

  private static final Logger log = LoggerFactory.getLogger(HttpRiskDesk.class);

  /** The rail, as risk-service knows it: money goes from wallet to wallet. */
  private static final String WALLET = "wallet";

  private final RiskClient client;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;

  HttpRiskDesk(RiskClient client, CircuitBreaker breaker, Bulkhead bulkhead) {
    this.client = client;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
  }

  /**
   * Asks risk-service.
   *
   * @throws IllegalStateException if a transaction is active: it would hold its locks and its
   *     connection for as long as the other side likes
   */
  @Override
  public Assessment assess(UserTransfer transfer) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("no remote call inside a transaction");
    }
    Supplier<RiskClient.Assessment> call =
        () -> client.assess(transfer.id().step("risk"), request(transfer.terms()));
    try {
      return toAssessment(bulkhead.executeSupplier(CircuitBreaker.decorateSupplier(breaker, call)));
    } catch (RuntimeException e) {
      CallOutcome outcome = CallFailures.classify(e);
      log.warn("transfer {} is not assessed: {}, {}", transfer.id(), outcome, e.toString());
      return switch (outcome) {
        case NOT_SENT, NO_ANSWER -> new Assessment.Unavailable();
        case REFUSED -> new Assessment.NotAllowedToAsk();
      };
    }
  }

  private static Assessment toAssessment(RiskClient.Assessment answer) {
    return switch (answer.decision()) {
      case allow -> new Assessment.Allowed(answer.level(), answer.score());
      case review -> new Assessment.ReviewNeeded(answer.level(), answer.score());
      case deny -> new Assessment.Denied(answer.level(), answer.score());
      // JSON may leave out what the record declares.
      case null -> new Assessment.Unavailable();
    };
  }

  private static RiskClient.Request request(UserTransfer.Terms terms) {
    return new RiskClient.Request(
        terms.merchantId(),
        terms.fromUser(),
        terms.amount().toDecimalString(),
        terms.amount().currencyCode(),
        WALLET);
  }
}
