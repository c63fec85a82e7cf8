package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.matching.MatchResult;
import dev.florin.contract.Contract;
import dev.florin.payment.authorization.AttemptFindings;
import dev.florin.payment.authorization.AttemptFindings.Finding;
import dev.florin.payment.authorization.AttemptFindings.Found;
import dev.florin.payment.authorization.AttemptFindings.Settled;
import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.ChannelDesk.FollowUp;
import dev.florin.payment.authorization.ChannelDesk.Verb;
import dev.florin.payment.authorization.RiskDesk;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.authorization.Wallets.Deduction;
import dev.florin.payment.authorization.Wallets.Movement;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.NextAction;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.support.PaymentFixtures;
import dev.florin.payment.support.PaymentServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The exchanges that the neighbours promise, read by this service's own clients. */
class NeighbourContractsIT extends PaymentServer {

  private static final Pattern UUID_IN_PATH =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Autowired private RiskDesk risk;
  @Autowired private Wallets wallets;
  @Autowired private ChannelDesk channels;
  @Autowired private AttemptFindings findings;

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
  void riskAssessesAfterwards() {
    assertThat(exchange("risk/reassess-deny", risk::reassess))
        .isInstanceOfSatisfying(
            Assessment.Denied.class, denied -> assertThat(denied.score()).isGreaterThan(50));
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
  void theChannelWaitsForThePayer() {
    assertThat(exchange("channel/attempt-requires-action", channels::pay))
        .isInstanceOfSatisfying(
            Attempt.ActionNeeded.class,
            waiting -> {
              NextAction action = Objects.requireNonNull(waiting.charge().nextAction());
              assertThat(action.type()).isEqualTo("redirect");
              assertThat(action.url()).startsWith("http");
            });
  }

  @Test
  void theChannelTakesAnOperatorsFinding() {
    assertThat(settle("channel/resolution-approved")).isEqualTo(new Settled.Agreed());
    assertThat(settle("channel/resolution-not-sent")).isEqualTo(new Settled.Agreed());
  }

  @Test
  void theChannelKnowsAnotherEndThanTheOperator() {
    assertThat(settle("channel/resolution-final")).isEqualTo(new Settled.Contradicted());
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

  @Test
  void theWalletReserves() {
    assertThat(hold("account/hold-insufficient-funds"))
        .isEqualTo(new Deduction.Declined(PaymentError.INSUFFICIENT_FUNDS));
    assertThat(hold("account/hold-placed")).isEqualTo(new Deduction.Posted());
    assertThat(hold("account/hold-conflict")).isEqualTo(new Deduction.Unknown());
  }

  /** How long the hold lives is this service's own setting. */
  private Deduction hold(String name) {
    return exchange(name, wallets::hold, "expires_in_seconds");
  }

  @Test
  void theReservationEnds() {
    assertThat(exchange("account/hold-void-voided", wallets::release)).isTrue();
    assertThat(exchange("account/hold-void-fenced", wallets::release)).isTrue();
    assertThat(exchange("account/hold-void-already-posted", wallets::release)).isFalse();
  }

  @Test
  void whatIsReservedIsTaken() {
    assertThat(post("account/hold-post-partly")).isEqualTo(new Movement.Posted());
    assertThat(post("account/hold-post-exceeds-hold"))
        .isEqualTo(new Movement.Refused("exceeds_hold"));
  }

  private Movement post(String name) {
    Contract contract = Contract.load(name);
    JsonNode body = contract.request().body();
    String path = contract.request().path();
    boolean last = body == null || body.path("final").asBoolean(true);
    return exchange(
        name,
        payment ->
            wallets.capture(
                payment, path.substring(path.lastIndexOf('/') + 1), payment.terms().amount(), last),
        "final");
  }

  @Test
  void thePaymentIsGivenBack() {
    assertThat(refundInLedger("account/refund-posted")).isEqualTo(new Movement.Posted());
    assertThat(refundInLedger("account/refund-account-not-found"))
        .isEqualTo(new Movement.Refused("account_not_found"));
    assertThat(refundInLedger("account/refund-conflict")).isEqualTo(new Movement.Unclear());
  }

  private Movement refundInLedger(String name) {
    String path = Contract.load(name).request().path();
    return exchange(
        name,
        payment ->
            wallets.refund(
                payment.charged(new Payment.Charge("sandbox", "ch_1", null)),
                path.substring(path.lastIndexOf('/') + 1),
                payment.terms().amount()));
  }

  @Test
  void theChannelAuthorises() {
    Attempt authorised =
        exchange(
            "channel/authorise-approved", payment -> channels.pay(PaymentFixtures.manual(payment)));

    assertThat(authorised).isInstanceOf(Attempt.Approved.class);
  }

  @Test
  void theChannelCapturesVoidsAndRefunds() {
    assertThat(follow("channel/capture-approved")).isInstanceOf(Attempt.Approved.class);
    assertThat(follow("channel/void-approved")).isInstanceOf(Attempt.Approved.class);
    assertThat(follow("channel/refund-approved")).isInstanceOf(Attempt.Approved.class);
    assertThat(follow("channel/refund-of-capture")).isInstanceOf(Attempt.Approved.class);
  }

  @Test
  void theChannelDeclinesWhatFollows() {
    for (String name : List.of("capture-declined", "void-declined", "refund-declined")) {
      assertThat(follow("channel/" + name))
          .isInstanceOfSatisfying(
              Attempt.Declined.class,
              declined -> assertThat(declined.declineCode()).isEqualTo(name.replace('-', '_')));
    }
  }

  @Test
  void theChannelDoesNotKnowWhatFollows() {
    assertThat(follow("channel/capture-unknown")).isEqualTo(new Attempt.Unknown());
    assertThat(follow("channel/refund-unknown")).isEqualTo(new Attempt.Unknown());
    assertThat(follow("channel/operation-not-applicable")).isEqualTo(new Attempt.NotReached());
  }

  private Attempt follow(String name) {
    Contract contract = Contract.load(name);
    String path = contract.request().path();
    JsonNode body = Objects.requireNonNull(contract.request().body());
    return exchange(
        name,
        payment ->
            channels.follow(
                PaymentFixtures.of(
                    UUID.fromString(body.path("payment_uuid").asString()), payment.terms()),
                new FollowUp(
                    path.substring(path.lastIndexOf('/') + 1),
                    Verb.valueOf(body.path("operation").asString().toUpperCase(Locale.ROOT)),
                    body.path("of_attempt").asString(),
                    payment.terms().amount())));
  }

  /** Serves the contract to exactly its own request, and sends that by the client. */
  private static <T> T exchange(String name, Function<Payment, T> client) {
    return exchange(name, client, "");
  }

  /**
   * Serves the contract to its own request, and sends that by the client.
   *
   * @param own a field of the request whose value is this service's own matter
   */
  private static <T> T exchange(String name, Function<Payment, T> client, String own) {
    Contract contract = Contract.load(name);
    serve(contract, own);
    T answer = client.apply(payment(contract));
    assertThat(DOWNSTREAMS.calls()).containsExactly(contract.request().path());
    return answer;
  }

  private Settled settle(String name) {
    Contract contract = Contract.load(name);
    serve(contract, "");
    JsonNode body = Objects.requireNonNull(contract.request().body());
    String attemptId = contract.request().path().split("/", -1)[3];
    Settled settled =
        findings.settle(
            attemptId,
            new Finding(
                Found.valueOf(body.path("result").asString().toUpperCase(Locale.ROOT)),
                body.path("transaction_id").asString(null),
                body.path("decline_code").asString(null),
                body.path("actor").asString(),
                body.path("reason").asString()));
    assertThat(DOWNSTREAMS.calls()).containsExactly(contract.request().path());
    return settled;
  }

  private static void serve(Contract contract, String own) {
    DOWNSTREAMS.reset();
    DOWNSTREAMS
        .server()
        .stubFor(
            any(anyUrl())
                .atPriority(2)
                .andMatching(request -> matchPath(request.getUrl(), contract))
                .andMatching(request -> matchBody(request.getBodyAsString(), contract, own))
                .willReturn(
                    aResponse()
                        .withStatus(contract.response().status())
                        .withHeader("Content-Type", "application/json")
                        .withBody(contract.response().bodyText())));
  }

  private static MatchResult matchPath(String url, Contract contract) {
    String path = URLDecoder.decode(url, StandardCharsets.UTF_8);
    return MatchResult.of(path.equals(contract.request().path()));
  }

  private static MatchResult matchBody(String sent, Contract contract, String own) {
    JsonNode expected = contract.request().body();
    if (expected == null) {
      return MatchResult.of(sent.isEmpty());
    }
    return MatchResult.of(without(JSON.readTree(sent), own).equals(without(expected, own)));
  }

  private static JsonNode without(JsonNode body, String field) {
    ObjectNode copy = body.deepCopy().asObject();
    copy.remove(field);
    return copy;
  }

  private static Payment payment(Contract contract) {
    UUID uuid = uuid(contract.request().path());
    JsonNode body = contract.request().body();
    if (body == null || !body.has("amount")) {
      return PaymentFixtures.of(uuid, PaymentFixtures.terms("19.99", "USD"));
    }
    return PaymentFixtures.of(
        uuid,
        PaymentFixtures.terms(
            body.path("merchant_id").asString("demo"),
            body.path("user_id").asString("USER_1"),
            body.path("amount").asString(),
            body.path("currency").asString(),
            body.has("payment_token") ? body.path("payment_token").asString() : null));
  }

  private static UUID uuid(String path) {
    Matcher uuid = UUID_IN_PATH.matcher(path);
    assertThat(uuid.find()).as(path).isTrue();
    return UUID.fromString(uuid.group());
  }
}
