package dev.florin.payment.authorization.client;

import dev.florin.payment.authorization.RiskDesk;
import dev.florin.payment.authorization.client.Downstream.Reply;
import dev.florin.payment.payment.Payment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assessments by risk-service. */
final class HttpRiskDesk implements RiskDesk {

  private static final Logger log = LoggerFactory.getLogger(HttpRiskDesk.class);

  private final RiskClient client;
  private final Downstream risk;

  HttpRiskDesk(RiskClient client, Downstream risk) {
    this.client = client;
    this.risk = risk;
  }

  @Override
  public Assessment assess(Payment payment) {
    return assess(payment, "risk");
  }

  @Override
  public Assessment reassess(Payment payment) {
    return assess(payment, "reassess");
  }

  private Assessment assess(Payment payment, String step) {
    return switch (risk.call(() -> client.assess(payment.id().step(step), request(payment)))) {
      case Reply.Answered<RiskClient.Assessment>(var answer) -> toAssessment(answer);
      case Reply.Failed<RiskClient.Assessment>(var outcome, _) ->
          switch (outcome) {
            case NOT_SENT, NO_ANSWER -> new Assessment.Unavailable();
            case REFUSED -> {
              log.error("risk-service refused to assess payment {}", payment.id());
              yield new Assessment.NotAllowedToAsk();
            }
          };
    };
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

  private static RiskClient.Request request(Payment payment) {
    Payment.Terms terms = payment.terms();
    return new RiskClient.Request(
        terms.merchantId(),
        terms.userId(),
        terms.amount().toDecimalString(),
        terms.amount().currencyCode(),
        terms.method().wireName(),
        terms.token());
  }
}
