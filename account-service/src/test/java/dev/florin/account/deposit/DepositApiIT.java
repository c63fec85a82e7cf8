package dev.florin.account.deposit;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.money.Money;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@AccountServiceTest
class DepositApiIT {

  private static final String TEN = "{\"amount\":10.00,\"currency\":\"USD\"}";

  private final MockMvc http;
  private final Wallets wallets;
  private final JdbcTemplate jdbc;

  private String merchantId = "";
  private @Nullable Wallet opened;

  @Autowired
  DepositApiIT(MockMvc http, Wallets wallets, JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void openAWallet() {
    merchantId = newMerchant();
    opened = wallets.open(merchantId, "USER_1", "USD").wallet();
  }

  @AfterEach
  void theLedgerIsIntact() {
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void depositRaisesTheBalance() throws Exception {
    MockHttpServletResponse response = deposit("key-1", TEN, owner());

    assertThat(response.getStatus()).isEqualTo(201);
    assertThat(response.getContentAsString())
        .contains("\"amount\":\"10.00\"", "\"balance_after\":\"10.00\"", ":deposit\"");
    assertThat(balance()).isEqualTo(Money.parse("10", "USD"));
  }

  @Test
  void repeatedKeyReplaysTheSameAnswerWithoutDepositingAgain() throws Exception {
    MockHttpServletResponse first = deposit("key-1", TEN, owner());
    deposit("key-2", TEN, owner());

    MockHttpServletResponse again =
        deposit("key-1", "{ \"currency\" : \"USD\", \"amount\" : \"10\" }", owner());

    assertThat(first.getHeader("Idempotent-Replayed")).isNull();
    assertThat(again.getStatus()).isEqualTo(201);
    assertThat(again.getHeader("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.getContentAsString()).isEqualTo(first.getContentAsString());
    assertThat(balance()).isEqualTo(Money.parse("20", "USD"));
  }

  @Test
  void oneKeySentTwentyTimesAtOnceDepositsOnce() throws Exception {
    List<String> bodies =
        AtOnce.run(
            Collections.nCopies(20, () -> deposit("key-1", TEN, owner()).getContentAsString()));

    assertThat(bodies).doesNotContainNull().containsOnly(bodies.getFirst());
    assertThat(balance()).isEqualTo(Money.parse("10", "USD"));
  }

  @Test
  void keyBelongsToOneDeposit() throws Exception {
    deposit("key-1", TEN, owner());

    MockHttpServletResponse reused =
        deposit("key-1", "{\"amount\":10.01,\"currency\":\"USD\"}", owner());

    assertThat(reused.getStatus()).isEqualTo(422);
    assertThat(reused.getContentAsString()).contains("\"idempotency_key_reused\"");
    assertThat(balance()).isEqualTo(Money.parse("10", "USD"));
  }

  @Test
  void keysOfTwoMerchantsAreIndependent() throws Exception {
    deposit("key-1", TEN, owner());
    merchantId = newMerchant();
    opened = wallets.open(merchantId, "USER_1", "USD").wallet();

    MockHttpServletResponse other = deposit("key-1", TEN, owner());

    assertThat(other.getHeader("Idempotent-Replayed")).isNull();
    assertThat(balance()).isEqualTo(Money.parse("10", "USD"));
  }

  @Test
  void keyMayStandInTheBodyButNotDifferently() throws Exception {
    String body = "{\"amount\":10,\"currency\":\"USD\",\"idempotency_key\":\"key-1\"}";

    assertThat(deposit(null, body, owner()).getStatus()).isEqualTo(201);
    assertThat(deposit("key-1", TEN, owner()).getHeader("Idempotent-Replayed")).isEqualTo("true");
    assertThat(deposit("key-2", body, owner()).getContentAsString())
        .contains("\"idempotency_key_invalid\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"amount\":-1,\"currency\":\"USD\"} | invalid_amount",
        "{\"amount\":0.001,\"currency\":\"USD\"} | invalid_amount",
        "{\"amount\":1e2,\"currency\":\"USD\"} | invalid_amount",
        "{\"amount\":1,\"currency\":\"EUR\"} | currency_mismatch",
        "{\"amount\":1,\"currency\":\"ABC\"} | unknown_currency",
        "{\"amount\":1} | invalid_parameter",
      })
  void badDepositIsRefusedAndItsKeyStaysFree(String body, String code) throws Exception {
    MockHttpServletResponse refused = deposit("key-1", body, owner());

    assertThat(refused.getStatus()).isEqualTo(400);
    assertThat(refused.getContentAsString()).contains("\"" + code + "\"");
    assertThat(deposit("key-1", TEN, owner()).getHeader("Idempotent-Replayed")).isNull();
  }

  @Test
  void keyIsRequired() throws Exception {
    assertThat(deposit(null, TEN, owner()).getContentAsString())
        .contains("\"idempotency_key_required\"");
    assertThat(deposit("x".repeat(256), TEN, owner()).getContentAsString())
        .contains("\"idempotency_key_invalid\"");
    assertThat(deposit("", TEN, owner()).getContentAsString())
        .contains("\"idempotency_key_invalid\"");
  }

  @Test
  void blankKeyOrTwoHeadersThatDifferAreRefused() throws Exception {
    assertThat(deposit(" ", TEN, owner()).getContentAsString())
        .contains("\"idempotency_key_invalid\"");
    MockHttpServletResponse twice =
        http.perform(
                post("/api/v1/accounts/{id}/deposits", wallet().id())
                    .contentType(MediaType.APPLICATION_JSON)
                    .content(TEN)
                    .header("Idempotency-Key", "key-1", "key-2")
                    .with(owner()))
            .andReturn()
            .getResponse();
    assertThat(twice.getContentAsString()).contains("\"idempotency_key_invalid\"");
    assertThat(balance()).isEqualTo(Money.ofMinor(0, "USD"));
  }

  @Test
  void keyWithACardNumberIsRefused() throws Exception {
    MockHttpServletResponse refused = deposit("order 4111 1111 1111 1111", TEN, owner());

    assertThat(refused.getStatus()).isEqualTo(400);
    assertThat(refused.getContentAsString())
        .contains("\"card_number_refused\"", "\"param\":\"idempotency_key\"")
        .doesNotContain("1111");
    assertThat(balance()).isEqualTo(Money.ofMinor(0, "USD"));
  }

  @Test
  void onlyTheMerchantOfTheUserDeposits() throws Exception {
    assertThat(deposit("k", TEN, user(merchantId, "USER_1", "accounts:write")).getStatus())
        .isEqualTo(403);
    assertThat(deposit("k", TEN, merchant(merchantId, "accounts:read")).getStatus()).isEqualTo(403);
    assertThat(deposit("k", TEN, merchant(newMerchant(), "accounts:write")).getStatus())
        .isEqualTo(404);
    assertThat(balance()).isEqualTo(Money.ofMinor(0, "USD"));
  }

  @Test
  void closedAccountTakesNothingInAndFrozenOneDoes() throws Exception {
    jdbc.update("UPDATE account SET status = 'closed' WHERE id = ?", wallet().id());
    MockHttpServletResponse refused = deposit("key-1", TEN, owner());
    assertThat(refused.getStatus()).isEqualTo(422);
    assertThat(refused.getContentAsString()).contains("\"account_closed\"");

    jdbc.update("UPDATE account SET status = 'frozen' WHERE id = ?", wallet().id());
    assertThat(deposit("key-1", TEN, owner()).getStatus()).isEqualTo(422);
    assertThat(deposit("key-2", TEN, owner()).getStatus()).isEqualTo(201);
  }

  private RequestPostProcessor owner() {
    return merchant(merchantId, "accounts:write");
  }

  private Wallet wallet() {
    if (opened == null) {
      throw new IllegalStateException("no wallet");
    }
    return opened;
  }

  private Money balance() {
    return wallets.find(merchantId, wallet().id()).orElseThrow().balance();
  }

  private MockHttpServletResponse deposit(
      @Nullable String key, String body, RequestPostProcessor token) throws Exception {
    MockHttpServletRequestBuilder request =
        post("/api/v1/accounts/{id}/deposits", wallet().id())
            .contentType(MediaType.APPLICATION_JSON)
            .content(body)
            .with(token);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return http.perform(request).andReturn().getResponse();
  }
}
