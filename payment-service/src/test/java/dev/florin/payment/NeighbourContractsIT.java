package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.contract.Contract;
import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.RiskDesk;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.authorization.Wallets.Deduction;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.support.PaymentFixtures;
import dev.florin.payment.support.PaymentServer;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The exchanges that the neighbours promise, read by this service's own clients. */
class NeighbourContractsIT extends PaymentServer {

  @Autowired private RiskDesk risk;
  @Autowired private Wallets wallets;
  @Autowired private ChannelDesk channels;

  @Test
  void riskAllows() {
    assertThat(exchange("risk/assess-allow", risk::assess))
        .isInstanceOfSatisfying(
            Assessment.Allowed.class, allowed -> assertThat(allowed.level()).isEqualTo("low"));
  }

  @Test
  void riskDenies() {
    assertThat(exchange("risk/assess-deny", risk::assess))
        .isInstanceOfSatisfying(
            Assessment.Denied.class, denied -> assertThat(denied.score()).isGreaterThan(50));
  }

  @Test
  void riskWantsAReview() {
    assertThat(exchange("risk/assess-review", risk::assess))
        .isInstanceOfSatisfying(
            Assessment.ReviewNeeded.class, held -> assertThat(held.level()).isEqualTo("medium"));
  }

  @Test
  void riskKnowsTheIdForSomethingElse() {
    assertThat(exchange("risk/assess-conflict", risk::assess))
        .isEqualTo(new Assessment.NotAllowedToAsk());
  }

  @Test
  void theWalletGives() {
    assertThat(exchange("account/deduct-posted", wallets::deduct))
        .isEqualTo(new Deduction.Posted());
  }

  @Test
  void theWalletDeclines() {
    assertThat(exchange("account/deduct-insufficient-funds", wallets::deduct))
        .isEqualTo(new Deduction.Declined(PaymentError.INSUFFICIENT_FUNDS));
    assertThat(exchange("account/deduct-account-not-found", wallets::deduct))
        .isEqualTo(new Deduction.Declined(PaymentError.ACCOUNT_NOT_FOUND));
    assertThat(exchange("account/deduct-account-frozen", wallets::deduct))
        .isEqualTo(new Deduction.Declined(PaymentError.ACCOUNT_FROZEN));
    assertThat(exchange("account/deduct-account-closed", wallets::deduct))
        .isEqualTo(new Deduction.Declined(PaymentError.ACCOUNT_CLOSED));
    assertThat(exchange("account/deduct-fenced", wallets::deduct))
        .isEqualTo(new Deduction.Declined(PaymentError.ACCOUNT_UNAVAILABLE));
  }

  @Test
  void theWalletKnowsTheIdForSomethingElse() {
    assertThat(exchange("account/deduct-conflict", wallets::deduct))
        .isEqualTo(new Deduction.Unknown());
  }

  @Test
  void theDeductionIsUndone() {
    Function<Payment, Boolean> reverse =
        payment -> wallets.reverse(payment, PaymentError.CARD_DECLINED);

    assertThat(exchange("account/reverse-posted", reverse)).isTrue();
    assertThat(exchange("account/reverse-fenced", reverse)).isTrue();
  }

  @Test
  void theChannelApproves() {
    assertThat(exchange("channel/attempt-approved", channels::pay))
        .isInstanceOfSatisfying(
            Attempt.Approved.class,
            approved -> {
              assertThat(approved.charge().channel()).isEqualTo("sandbox");
              assertThat(approved.charge().transactionId()).startsWith("ch_");
            });
  }

  @Test
  void theChannelDeclines() {
    assertThat(exchange("channel/attempt-declined", channels::pay))
        .isInstanceOfSatisfying(
            Attempt.Declined.class,
            declined -> assertThat(declined.declineCode()).isEqualTo("insufficient_funds"));
  }

  @Test
  void theChannelDoesNotKnow() {
    assertThat(exchange("channel/attempt-unknown", channels::pay)).isEqualTo(new Attempt.Unknown());
    assertThat(exchange("channel/attempt-pending", channels::pay)).isEqualTo(new Attempt.Unknown());
  }

  @Test
  void theChannelSentNothing() {
    assertThat(exchange("channel/attempt-not-sent", channels::pay))
        .isEqualTo(new Attempt.NotSent());
  }

  @Test
  void theChannelKnowsTheIdForSomethingElse() {
    assertThat(exchange("channel/attempt-conflict", channels::pay))
        .isEqualTo(new Attempt.Unknown());
  }

  /** Serves the contract to exactly its own request, and sends that by the client. */
  private static <T> T exchange(String name, Function<Payment, T> client) {
    Contract contract = Contract.load(name);
    DOWNSTREAMS.reset();
    DOWNSTREAMS
        .server()
        .stubFor(
            any(anyUrl())
                .atPriority(2)
                .withRequestBody(equalToJson(contract.request().bodyText()))
                .andMatching(request -> matchPath(request.getUrl(), contract))
                .willReturn(
                    aResponse()
                        .withStatus(contract.response().status())
                        .withHeader("Content-Type", "application/json")
                        .withBody(contract.response().bodyText())));
    T answer = client.apply(payment(contract));
    assertThat(DOWNSTREAMS.calls()).containsExactly(contract.request().path());
    return answer;
  }

  private static com.github.tomakehurst.wiremock.matching.MatchResult matchPath(
      String url, Contract contract) {
    String path = java.net.URLDecoder.decode(url, java.nio.charset.StandardCharsets.UTF_8);
    return com.github.tomakehurst.wiremock.matching.MatchResult.of(
        path.equals(contract.request().path()));
  }

  private static Payment payment(Contract contract) {
    String path = contract.request().path();
    int id = path.lastIndexOf('/') + 1;
    JsonNode body = contract.request().body();
    if (body == null || !body.has("amount")) {
      return PaymentFixtures.of(uuid(path, id), PaymentFixtures.terms("19.99", "USD"));
    }
    return PaymentFixtures.of(
        uuid(path, id),
        PaymentFixtures.terms(
            body.path("merchant_id").asString(),
            body.path("user_id").asString("USER_1"),
            body.path("amount").asString(),
            body.path("currency").asString(),
            body.has("payment_token") ? body.path("payment_token").asString() : null));
  }

  private static UUID uuid(String path, int start) {
    return UUID.fromString(path.substring(start, start + 36));
  }
}
