package dev.florin.account.transfer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.usd;
import static dev.florin.account.AccountFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.Neighbours;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Transfers as a merchant and its users see them. */
@AccountServiceTest
class TransferApiIT {

  private static final String SCOPE = "transfers:write";

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final Transfers transfers;
  private final CircuitBreakerRegistry breakers;
  private final JdbcTemplate jdbc;

  private String merchantId = "";

  @Autowired
  TransferApiIT(
      MockMvc http,
      Wallets wallets,
      DepositFunds depositFunds,
      Transfers transfers,
      CircuitBreakerRegistry breakers,
      JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.transfers = transfers;
    this.breakers = breakers;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void fundTheUsers() {
    Neighbours.reset();
    breakers.circuitBreaker("risk").reset();
    merchantId = newMerchant();
    fund("A", "100.00");
    fund("B", "100.00");
    fund("C", "0");
  }

  @AfterEach
  void theLedgerIsIntact() {
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void moneyGoesFromOneUserToAnother() throws Exception {
    MockHttpServletResponse answer =
        send("k", transfer("T-1", "A", "B", "30.5", ",\"description\":\"rent\""));

    assertThat(answer.getStatus()).isEqualTo(201);
    assertThat(answer.getHeader("Location")).isEqualTo("/api/v1/transfers/T-1");
    assertThat(answer.getContentAsString())
        .contains(
            "\"transfer_id\":\"T-1\"",
            "\"from_user\":\"A\"",
            "\"to_user\":\"B\"",
            "\"amount\":\"30.50\"",
            "\"currency\":\"USD\"",
            "\"description\":\"rent\"",
            "\"status\":\"succeeded\"",
            "\"decline_code\":null",
            "\"trace_id\"");
    assertBalances("69.50", "130.50", "0");
    assertThat(read("T-1", owner()).getContentAsString()).isEqualTo(answer.getContentAsString());
    assertThat(Neighbours.assessments())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.getBodyAsString())
                    .contains("\"user_id\":\"A\"", "\"amount\":\"30.50\""));
  }

  @Test
  void splitGoesToAllPayeesInOneLedgerTransaction() throws Exception {
    fund("D", "0");
    MockHttpServletResponse answer =
        send(
            "k",
            split(
                "2.50",
                "{\"to_user\":\"B\",\"percentage\":50}",
                "{\"to_user\":\"C\",\"percentage\":\"45\"}",
                "{\"to_user\":\"D\",\"remaining\":true}"));

    assertThat(answer.getStatus()).isEqualTo(201);
    assertThat(answer.getContentAsString())
        .contains(
            "{\"to_user\":\"B\",\"amount\":\"1.25\"}",
            "{\"to_user\":\"C\",\"amount\":\"1.12\"}",
            "{\"to_user\":\"D\",\"amount\":\"0.13\"}",
            "\"to_user\":null");
    assertBalances("97.50", "101.25", "1.12");
    assertThat(wallet("D").balance()).isEqualTo(usd("0.13"));
    assertThat(
            jdbc.queryForList(
                "SELECT legs FROM transfer WHERE merchant_id = ? AND kind = 'transfer'",
                Integer.class,
                merchantId))
        .containsExactly(4);
  }

  @Test
  void asManyPayeesAsALedgerTransactionTakesAreAllPaid() throws Exception {
    List<String> payees = IntStream.range(0, 98).mapToObj(n -> "P" + n).toList();
    payees.forEach(payee -> fund(payee, "0"));

    MockHttpServletResponse answer =
        send(
            "k",
            split(
                "98.00",
                payees.stream()
                    .map(payee -> "{\"to_user\":\"%s\",\"amount\":1}".formatted(payee))
                    .toArray(String[]::new)));

    assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(201);
    assertThat(wallet("A").balance()).isEqualTo(usd("2.00"));
    assertThat(payees)
        .allSatisfy(payee -> assertThat(wallet(payee).balance()).isEqualTo(usd("1.00")));
  }

  @Test
  void repeatedRequestIsAnsweredByteForByteAndMovesNothing() throws Exception {
    MockHttpServletResponse first = send("k", transfer("T-1", "A", "B", "10", ""));

    MockHttpServletResponse again =
        send(
            "k",
            "{\"currency\":\"USD\",\"amount\":10.00,\"to_user\":\"B\",\"from_user\":\"A\","
                + " \"transfer_id\":\"T-1\"}");

    assertThat(first.getHeader("Idempotent-Replayed")).isNull();
    assertThat(again.getStatus()).isEqualTo(201);
    assertThat(again.getHeader("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.getContentAsString()).isEqualTo(first.getContentAsString());
    assertBalances("90.00", "110.00", "0");
  }

  @Test
  void failureIsReplayedTooEvenWhenItsReasonIsGone() throws Exception {
    MockHttpServletResponse first = send("k", transfer("T-1", "A", "B", "100.01", ""));
    fund("A", "100.00");

    MockHttpServletResponse again = send("k", transfer("T-1", "A", "B", "100.01", ""));

    assertThat(first.getStatus()).isEqualTo(402);
    assertThat(again.getHeader("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.getContentAsString()).isEqualTo(first.getContentAsString());
    assertBalances("200.00", "100.00", "0");
  }

  @Test
  void oneKeySentFiftyTimesAtOnceTransfersOnce() throws Exception {
    Callable<MockHttpServletResponse> call = () -> send("k", transfer("T-1", "A", "B", "10", ""));

    List<MockHttpServletResponse> answers = AtOnce.run(Collections.nCopies(50, call));

    assertThat(answers).extracting(MockHttpServletResponse::getStatus).containsOnly(201, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.getStatus() == 409)
        .allSatisfy(
            answer -> {
              assertThat(answer.getContentAsString()).contains("\"idempotency_in_progress\"");
              assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
            });
    assertBalances("90.00", "110.00", "0");
    assertThat(Neighbours.assessments()).hasSize(1);
  }

  @Test
  void keyBelongsToOneRequestAndAnIdToOneTransfer() throws Exception {
    send("k", transfer("T-1", "A", "B", "10", ""));

    MockHttpServletResponse reused = send("k", transfer("T-1", "A", "B", "10.01", ""));
    assertThat(reused.getStatus()).isEqualTo(422);
    assertThat(reused.getContentAsString()).contains("\"idempotency_key_reused\"");
    MockHttpServletResponse taken = send("k2", transfer("T-1", "A", "B", "10", ""));
    assertThat(taken.getStatus()).isEqualTo(409);
    assertThat(taken.getContentAsString()).contains("\"transfer_exists\"");
    MockHttpServletResponse keyless = send(null, transfer("T-2", "A", "B", "10", ""));
    assertThat(keyless.getStatus()).isEqualTo(400);
    assertThat(keyless.getContentAsString()).contains("\"idempotency_key_required\"");
    assertBalances("90.00", "110.00", "0");
  }

  @Test
  void forgottenKeyIsNewAgainButItsIdStaysTaken() throws Exception {
    send("k", transfer("T-1", "A", "B", "10", ""));
    jdbc.update(
        "UPDATE user_transfer SET created_at = created_at - interval '31 days' WHERE merchant_id = ?",
        merchantId);
    send("k2", transfer("T-2", "A", "B", "10", ""));

    transfers.forgetKeys(Duration.ofDays(30), 1000);

    assertThat(send("k", transfer("T-1", "A", "B", "10", "")).getContentAsString())
        .contains("\"transfer_exists\"");
    assertThat(send("k2", transfer("T-2", "A", "B", "10", "")).getHeader("Idempotent-Replayed"))
        .isEqualTo("true");
    assertBalances("80.00", "120.00", "0");
  }

  @ParameterizedTest
  @CsvSource({
    "A, B, 100.01, insufficient_funds, 402",
    "A, NOBODY, 1, account_not_found, 402",
    "NOBODY, B, 1, account_not_found, 402",
    "FROZEN, B, 1, account_frozen, 402",
    "A, CLOSED, 1, account_closed, 422",
    "CLOSED, B, 1, account_closed, 422",
  })
  void refusedTransferSaysWhyAndHoldsNothing(
      String from, String to, String amount, String code, int status) throws Exception {
    setStatus("FROZEN", "frozen");
    setStatus("CLOSED", "closed");

    MockHttpServletResponse answer = send("k", transfer("T-1", from, to, amount, ""));

    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    assertThat(answer.getContentAsString())
        .contains(
            "\"code\":\"" + code + "\"",
            "\"transfer_id\":\"T-1\"",
            "\"transfer_status\":\"failed\"",
            "\"trace_id\"");
    assertThat(read("T-1", owner()).getContentAsString())
        .contains("\"status\":\"failed\"", "\"decline_code\":\"" + code + "\"");
    assertNothingIsHeld();
    assertBalances("100.00", "100.00", "0");
  }

  @Test
  void frozenPayeeIsPaid() throws Exception {
    setStatus("FROZEN", "frozen");

    assertThat(send("k", transfer("T-1", "A", "FROZEN", "5", "")).getStatus()).isEqualTo(201);
    assertThat(wallet("FROZEN").balance()).isEqualTo(usd("15.00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {Neighbours.DENY, Neighbours.REVIEW})
  void transferThatTheRiskRulesDoNotAllowFails(String assessment) throws Exception {
    Neighbours.risk(okJson(assessment));

    MockHttpServletResponse answer = send("k", transfer("T-1", "A", "B", "10", ""));

    assertThat(answer.getStatus()).isEqualTo(402);
    assertThat(answer.getContentAsString()).contains("\"risk_rejected\"", "\"T-1\"");
    assertNothingIsHeld();
    assertBalances("100.00", "100.00", "0");
  }

  @Test
  void withoutAnAssessmentOnlySmallTransfersToKnownPayeesGoOn() throws Exception {
    send("k1", transfer("T-1", "A", "B", "1", ""));
    Neighbours.risk(serverError());

    MockHttpServletResponse known = send("k2", transfer("T-2", "A", "B", "20", ""));
    MockHttpServletResponse unknown = send("k3", transfer("T-3", "A", "C", "20", ""));
    MockHttpServletResponse partlyKnown =
        send(
            "k4",
            split(
                "20",
                "{\"to_user\":\"B\",\"amount\":1}",
                "{\"to_user\":\"C\",\"remaining\":true}"));
    MockHttpServletResponse large = send("k5", transfer("T-5", "A", "B", "50.01", ""));

    assertThat(known.getStatus()).isEqualTo(201);
    assertThat(risk("T-2")).isEqualTo("degraded");
    for (MockHttpServletResponse refused : List.of(unknown, partlyKnown, large)) {
      assertThat(refused.getStatus()).isEqualTo(503);
      assertThat(refused.getContentAsString())
          .contains("\"risk_unavailable\"", "\"retryable\":false", "\"failed\"");
    }
    assertNothingIsHeld();
    assertBalances("79.00", "121.00", "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"slow", "reset", "garbage", "refused"})
  void noAnswerIsNoAssessment(String manner) throws Exception {
    Neighbours.risk(
        switch (manner) {
          case "slow" -> okJson(Neighbours.ALLOW).withFixedDelay(1_400);
          case "reset" -> aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
          case "garbage" -> okJson("{\"decision\":null}");
          default -> aResponse().withStatus(409);
        });

    assertThat(send("k", transfer("T-1", "A", "B", "10", "")).getStatus()).isEqualTo(503);
    assertNothingIsHeld();
    assertBalances("100.00", "100.00", "0");
  }

  @Test
  void onlyItsOwnerSeesATransfer() throws Exception {
    send("k", transfer("T-1", "A", "B", "10", ""));

    assertThat(read("T-1", owner()).getStatus()).isEqualTo(200);
    assertThat(read("T-1", user(merchantId, "A", SCOPE)).getStatus()).isEqualTo(200);
    for (RequestPostProcessor stranger :
        List.of(
            merchant(newMerchant(), SCOPE),
            user(merchantId, "C", SCOPE),
            user(newMerchant(), "A", SCOPE))) {
      assertThat(read("T-1", stranger).getStatus()).isEqualTo(404);
    }
    assertThat(read("T-2", owner()).getStatus()).isEqualTo(404);
    assertThat(read("T-1", merchant(merchantId, "accounts:read")).getStatus()).isEqualTo(403);
  }

  @Test
  void userPaysAsItselfOnlyAndOnlyWithTheScope() throws Exception {
    String body = transfer("T-1", "A", "B", "10", "");

    assertThat(send("k", body, user(merchantId, "B", SCOPE)).getStatus()).isEqualTo(403);
    assertThat(send("k", body, user(merchantId, "A", "payments:write")).getStatus()).isEqualTo(403);
    assertThat(send("k", body, merchant(merchantId, "accounts:write")).getStatus()).isEqualTo(403);
    assertThat(send("k", body, AccountFixtures.service()).getStatus()).isEqualTo(403);
    assertBalances("100.00", "100.00", "0");
    assertThat(send("k", body, user(merchantId, "A", SCOPE)).getStatus()).isEqualTo(201);
  }

  @Test
  void usersOfAnotherMerchantAreUnknown() throws Exception {
    String other = newMerchant();
    AccountFixtures.wallet(wallets, depositFunds, other, "STRANGER", usd("100.00"));

    assertThat(send("k1", transfer("T-1", "A", "STRANGER", "1", "")).getStatus()).isEqualTo(402);
    assertThat(send("k2", transfer("T-2", "STRANGER", "A", "1", "")).getStatus()).isEqualTo(402);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"from_user":"A","to_user":"B","amount":0,"currency":"USD"} | invalid_amount
          {"from_user":"A","to_user":"B","amount":-1,"currency":"USD"} | invalid_amount
          {"from_user":"A","to_user":"B","amount":1.001,"currency":"USD"} | invalid_amount
          {"from_user":"A","to_user":"B","amount":1e1,"currency":"USD"} | invalid_amount
          {"from_user":"A","to_user":"B","amount":10000000000000.01,"currency":"USD"} | invalid_amount
          {"from_user":"A","to_user":"B","amount":1.5,"currency":"JPY"} | invalid_amount
          {"from_user":"A","to_user":"B","amount":1,"currency":"XXX"} | unknown_currency
          {"from_user":"A","to_user":"B","amount":1} | invalid_parameter
          {"from_user":"A","to_user":"B","currency":"USD"} | invalid_parameter
          {"from_user":"A","amount":1,"currency":"USD"} | invalid_parameter
          {"to_user":"B","amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","to_user":"A","amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","to_user":"B","destinations":[{"to_user":"C","remaining":true}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[null],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B"}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","amount":1,"percentage":100}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","percentage":101}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","percentage":0}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","percentage":1e2}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","percentage":-1}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","amount":1,"currency":"EUR"}],"amount":1,"currency":"USD"} | currency_mismatch
          {"from_user":"A","destinations":[{"to_user":"B","amount":0.5},{"to_user":"B","amount":0.5}],"amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","destinations":[{"to_user":"B","amount":0.5},{"to_user":"C","amount":0.6}],"amount":1,"currency":"USD"} | invalid_split
          {"from_user":"A","destinations":[{"to_user":"B","amount":0.5},{"to_user":"C","amount":0.4}],"amount":1,"currency":"USD"} | invalid_split
          {"from_user":"A","destinations":[{"to_user":"B","remaining":true},{"to_user":"C","remaining":true}],"amount":1,"currency":"USD"} | invalid_split
          {"transfer_id":"a b","from_user":"A","to_user":"B","amount":1,"currency":"USD"} | invalid_parameter
          {"from_user":"A","to_user":"4111111111111111","amount":1,"currency":"USD"} | card_number_refused
          {"from_user":"A","to_user":"B","amount":1,"currency":"USD","description":"4111 1111 1111 1111"} | card_number_refused
          {"from_user":"A","to_user":"B","amount":[1],"currency":"USD"} | malformed_request
          nonsense | malformed_request
          """)
  void badTransferIsRefusedAndItsKeyStaysFree(String body, String code) throws Exception {
    MockHttpServletResponse refused = send("k", body);

    assertThat(refused.getStatus()).as(refused.getContentAsString()).isEqualTo(400);
    assertThat(refused.getContentAsString()).contains("\"code\":\"" + code + "\"");
    assertThat(Neighbours.assessments()).isEmpty();
    assertBalances("100.00", "100.00", "0");
    assertThat(send("k", transfer("T-1", "A", "B", "1", "")).getStatus()).isEqualTo(201);
  }

  @Test
  void tenThousandDestinationsAreRefused() throws Exception {
    String destinations =
        IntStream.range(0, 10_000)
            .mapToObj(n -> "{\"to_user\":\"P%d\",\"amount\":\"0.01\"}".formatted(n))
            .collect(Collectors.joining(","));
    String body =
        "{\"from_user\":\"A\",\"amount\":\"100\",\"currency\":\"USD\",\"destinations\":[%s]}"
            .formatted(destinations);

    MockHttpServletResponse refused = send("k", body);

    assertThat(refused.getStatus()).isEqualTo(400);
    assertThat(refused.getContentAsString()).contains("\"param\":\"destinations\"");
    assertBalances("100.00", "100.00", "0");
  }

  private RequestPostProcessor owner() {
    return merchant(merchantId, SCOPE);
  }

  private void fund(String user, String amount) {
    AccountFixtures.wallet(wallets, depositFunds, merchantId, user, usd(amount));
  }

  private void setStatus(String user, String status) {
    fund(user, "10.00");
    jdbc.update("UPDATE account SET status = ? WHERE id = ?", status, wallet(user).id());
  }

  private Wallet wallet(String user) {
    return wallets.ofUsers(merchantId, List.of(user), "USD").getFirst();
  }

  private void assertBalances(String a, String b, String c) {
    assertThat(wallet("A").balance()).isEqualTo(usd(a));
    assertThat(wallet("B").balance()).isEqualTo(usd(b));
    assertThat(wallet("C").balance()).isEqualTo(usd(c));
  }

  private void assertNothingIsHeld() {
    assertThat(
            jdbc.queryForList(
                "SELECT held FROM account WHERE merchant_id = ?", Long.class, merchantId))
        .containsOnly(0L);
  }

  private String risk(String transferId) {
    return jdbc.queryForList(
            "SELECT risk_decision FROM user_transfer WHERE merchant_id = ? AND transfer_id = ?",
            String.class,
            merchantId,
            transferId)
        .getFirst();
  }

  private static String transfer(String id, String from, String to, String amount, String more) {
    return """
        {"transfer_id":"%s","from_user":"%s","to_user":"%s","amount":"%s","currency":"USD"%s}
        """
        .formatted(id, from, to, amount, more);
  }

  private static String split(String amount, String... destinations) {
    return """
        {"from_user":"A","amount":"%s","currency":"USD","destinations":[%s]}
        """
        .formatted(amount, String.join(",", destinations));
  }

  private MockHttpServletResponse send(@Nullable String key, String body) throws Exception {
    return send(key, body, owner());
  }

  private MockHttpServletResponse send(
      @Nullable String key, String body, RequestPostProcessor token) throws Exception {
    MockHttpServletRequestBuilder request =
        post("/api/v1/transfers").contentType(MediaType.APPLICATION_JSON).content(body).with(token);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return http.perform(request).andReturn().getResponse();
  }

  private MockHttpServletResponse read(String id, RequestPostProcessor token) throws Exception {
    return http.perform(get("/api/v1/transfers/" + id).with(token)).andReturn().getResponse();
  }
}
