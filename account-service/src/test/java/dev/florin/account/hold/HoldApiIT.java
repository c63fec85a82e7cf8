package dev.florin.account.hold;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Holds over HTTP: who may, what is malformed, what is told. */
@AccountServiceTest
class HoldApiIT {

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final JdbcTemplate jdbc;
  private final Recorder recorder = new Recorder();

  private String merchantId = "";
  private String hold = "";

  @Autowired
  HoldApiIT(
      MockMvc http,
      Wallets wallets,
      DepositFunds depositFunds,
      ObservationRegistry observations,
      JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.jdbc = jdbc;
    observations.observationConfig().observationHandler(recorder);
  }

  @BeforeEach
  void fundAWallet() {
    merchantId = newMerchant();
    hold = newPayment() + ":hold";
    AccountFixtures.wallet(wallets, depositFunds, merchantId, "USER_1", usd("100.00"));
  }

  @Test
  void onlyServicesHold() throws Exception {
    for (RequestPostProcessor stranger :
        List.of(merchant(merchantId, "accounts:write", "transfers:write"), merchant(merchantId))) {
      assertThat(put("", body("10.00"), stranger).getStatus()).isEqualTo(403);
      assertThat(put("/posts/" + hold + "_1", "{}", stranger).getStatus()).isEqualTo(403);
      assertThat(put("/void", "", stranger).getStatus()).isEqualTo(403);
      assertThat(read(stranger).getStatus()).isEqualTo(403);
    }
    assertThat(read(service()).getStatus()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":\"USER_1\",\"amount\":\"1\",\"currency\":\"USD\",\"expires_in_seconds\":60}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":\"1\",\"currency\":\"USD\"}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":\"1\",\"currency\":\"USD\","
            + "\"expires_in_seconds\":0}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":\"1\",\"currency\":\"USD\","
            + "\"expires_in_seconds\":7776001}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":\"0\",\"currency\":\"USD\","
            + "\"expires_in_seconds\":60}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":\"0.001\",\"currency\":\"USD\","
            + "\"expires_in_seconds\":60}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":1e2,\"currency\":\"USD\","
            + "\"expires_in_seconds\":60}",
        "{\"merchant_id\":\"M\",\"user_id\":\"U\",\"amount\":\"1\",\"currency\":\"ABC\","
            + "\"expires_in_seconds\":60}",
        "[]"
      })
  void malformedHoldIsRefusedAndItsIdStaysFree(String malformed) throws Exception {
    assertThat(put("", malformed, service()).getStatus()).isEqualTo(400);
    assertThat(read(service()).getStatus()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"amount\":\"1\"}",
        "{\"currency\":\"USD\"}",
        "{\"amount\":\"-1\",\"currency\":\"USD\"}",
        "{\"amount\":\"1.999\",\"currency\":\"USD\"}",
        "{\"final\":\"perhaps\"}"
      })
  void malformedPostIsRefusedAndTheHoldStays(String malformed) throws Exception {
    put("", body("10.00"), service());

    assertThat(put("/posts/" + hold + "_1", malformed, service()).getStatus()).isEqualTo(400);
    assertThat(read(service()).getContentAsString())
        .contains("\"status\":\"placed\"", "\"remaining\":\"10.00\"");
  }

  @Test
  void amountInAnotherCurrencyIsNotPosted() throws Exception {
    put("", body("10.00"), service());

    assertThat(
            put("/posts/" + hold + "_1", "{\"amount\":\"1\",\"currency\":\"EUR\"}", service())
                .getContentAsString())
        .contains("\"result\":\"declined\"");
    assertThat(read(service()).getContentAsString()).contains("\"remaining\":\"10.00\"");
  }

  @Test
  void holdIsPostedInPartsAndClosedByTheLast() throws Exception {
    put("", body("10.00"), service());
    put(
        "/posts/" + hold + "_1",
        "{\"amount\":\"2\",\"currency\":\"USD\",\"final\":false}",
        service());

    assertThat(put("/posts/" + hold + "_2", "{}", service()).getContentAsString())
        .contains("\"posted\":\"10.00\"", "\"remaining\":\"0.00\"", "\"balance_after\":\"90.00\"");
    assertThat(read(service()).getContentAsString()).contains("\"status\":\"posted\"");
  }

  @Test
  void postedCaptureIsGivenBackOnce() throws Exception {
    put("", body("10.00"), service());
    put("/posts/" + hold + "_1", "{\"amount\":\"4\",\"currency\":\"USD\"}", service());
    assertThat(wallet().balance()).isEqualTo(usd("96.00"));

    for (int i = 0; i < 2; i++) {
      MockHttpServletResponse reversal = reverse(hold + "_1:reverse", hold + "_1");
      assertThat(reversal.getStatus()).isEqualTo(200);
      assertThat(reversal.getContentAsString()).contains("\"result\":\"posted\"");
    }
    assertThat(reverse(hold + "_1:other", hold + "_1").getStatus()).isEqualTo(409);

    assertThat(wallet().balance()).isEqualTo(usd("100.00"));
    assertThat(wallet().available()).isEqualTo(usd("100.00"));
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void captureThatCameAfterItsReversalMovesNothing() throws Exception {
    put("", body("10.00"), service());

    assertThat(reverse(hold + "_1:reverse", hold + "_1").getContentAsString())
        .contains("\"result\":\"fenced\"");
    assertThat(put("/posts/" + hold + "_1", "{}", service()).getContentAsString())
        .contains("\"result\":\"declined\"", "\"decline_code\":\"fenced\"");

    assertThat(wallet().balance()).isEqualTo(usd("100.00"));
    assertThat(wallet().held()).isEqualTo(usd("10.00"));
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void everyCallIsASpan() throws Exception {
    put("", body("10.00"), service());
    put("/posts/" + hold + "_1", "{\"amount\":\"11\",\"currency\":\"USD\"}", service());
    put("/posts/" + hold + "_2", "{}", service());
    put("/void", "", service());

    assertThat(recorder.told(hold))
        .containsExactly(
            "hold.place placed -",
            "hold.post declined exceeds_hold",
            "hold.post posted -",
            "hold.void declined already_posted");
  }

  private String body(String amount) {
    return "{\"merchant_id\":\"%s\",\"user_id\":\"USER_1\",\"amount\":\"%s\",\"currency\":\"USD\",\"expires_in_seconds\":60}"
        .formatted(merchantId, amount);
  }

  private MockHttpServletResponse put(String path, String body, RequestPostProcessor token)
      throws Exception {
    return http.perform(
            MockMvcRequestBuilders.put("/internal/holds/" + hold + path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .with(token))
        .andReturn()
        .getResponse();
  }

  private MockHttpServletResponse reverse(String id, String reverses) throws Exception {
    return http.perform(
            MockMvcRequestBuilders.put("/internal/reversals/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"reverses\":\"%s\"}".formatted(reverses))
                .with(service()))
        .andReturn()
        .getResponse();
  }

  private Wallet wallet() {
    return wallets.ofUsers(merchantId, List.of("USER_1"), "USD").getFirst();
  }

  private MockHttpServletResponse read(RequestPostProcessor token) throws Exception {
    return http.perform(get("/internal/holds/" + hold).with(token)).andReturn().getResponse();
  }

  /** Keeps the spans of holds. */
  private static final class Recorder implements ObservationHandler<Observation.Context> {

    private final List<Observation.Context> spans = new CopyOnWriteArrayList<>();

    @Override
    public void onStop(Observation.Context context) {
      spans.add(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }

    List<String> told(String hold) {
      return spans.stream()
          .filter(span -> value(span, "hold.id").equals(hold))
          .map(
              span ->
                  span.getName()
                      + " "
                      + value(span, "hold.result")
                      + " "
                      + value(span, "account.decline.code"))
          .toList();
    }

    private static String value(Observation.Context span, String key) {
      return span.getAllKeyValues().stream()
          .filter(keyValue -> keyValue.getKey().equals(key))
          .findFirst()
          .map(keyValue -> keyValue.getValue())
          .orElse("-");
    }
  }
}
