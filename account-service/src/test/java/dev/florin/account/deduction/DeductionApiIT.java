package dev.florin.account.deduction;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@AccountServiceTest
class DeductionApiIT {

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final JdbcTemplate jdbc;

  @Autowired
  DeductionApiIT(MockMvc http, Wallets wallets, DepositFunds depositFunds, JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.jdbc = jdbc;
  }

  /** whatever is not an exact, positive amount of a known currency is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | USD | invalid_amount",
        "0 | USD | invalid_amount",
        "0.00 | USD | invalid_amount",
        "0.001 | EUR | invalid_amount",
        "\"0.001\" | EUR | invalid_amount",
        "1.5 | JPY | invalid_amount",
        "1e3 | USD | invalid_amount",
        "\"1e3\" | USD | invalid_amount",
        "1E400 | USD | invalid_amount",
        "\"NaN\" | USD | invalid_amount",
        "NaN | USD | malformed_request",
        "9223372036854775808 | USD | invalid_amount",
        "90071992547409930000 | USD | invalid_amount",
        "\"1,00\" | USD | invalid_amount",
        "\"١٢\" | USD | invalid_amount",
        "\"\" | USD | invalid_amount",
        "null | USD | invalid_parameter",
        "true | USD | malformed_request",
        "[1] | USD | malformed_request",
        "1.2345 | BHD | invalid_amount",
        "1 | XXX | unknown_currency",
        "1 | usd | unknown_currency",
        "1 | BTC | unknown_currency",
      })
  void badMoneyIsRefusedBeforeAnythingHappens(String amount, String currency, String code)
      throws Exception {
    String payment = newPayment();
    String body =
        "{\"merchant_id\":\"demo\",\"user_id\":\"USER_1\",\"amount\":%s,\"currency\":\"%s\"}"
            .formatted(amount, currency);

    http.perform(deduction(payment, body, service()))
        .andExpect(status().isBadRequest())
        .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
        .andExpect(jsonPath("$.code").value(code));

    assertThat(
            jdbc.queryForObject(
                "SELECT count(*) FROM transfer WHERE id LIKE ?", Long.class, payment + "%"))
        .isZero();
  }

  @Test
  void amountsBeyondADoublesPrecisionAreExact() throws Exception {
    String merchant = newMerchant();
    Wallet wallet =
        AccountFixtures.wallet(wallets, depositFunds, merchant, "USER_1", usd("9007199254740.93"));

    http.perform(deduction(newPayment(), body(merchant, "9007199254740.92"), service()))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.result").value("posted"))
        .andExpect(jsonPath("$.balance_after").value("0.01"));

    assertThat(wallets.find(merchant, wallet.id()).orElseThrow().balance()).isEqualTo(usd("0.01"));
  }

  @Test
  void onlyServicesDeduct() throws Exception {
    String merchant = newMerchant();
    AccountFixtures.wallet(wallets, depositFunds, merchant, "USER_1", usd("10.00"));

    http.perform(
            deduction(
                newPayment(),
                body(merchant, "1.00"),
                merchant(merchant, "accounts:write", "payments:write")))
        .andExpect(status().isForbidden());
    http.perform(deduction(newPayment(), body(merchant, "1.00"), request -> request))
        .andExpect(status().isUnauthorized());
  }

  @ParameterizedTest
  @CsvSource({
    "/internal/deductions/a%20b",
    "/internal/reversals/%C3%A9",
    "/internal/deductions/%00"
  })
  void idsAreNothingButPrintableCharacters(String path) throws Exception {
    http.perform(
            put(URI.create(path))
                .contentType(MediaType.APPLICATION_JSON)
                .content(path.contains("reversals") ? "{\"reverses\":\"x\"}" : body("demo", "1.00"))
                .with(service()))
        .andExpect(status().isBadRequest());
  }

  @Test
  void nothingTakesItselfBack() throws Exception {
    http.perform(
            put("/internal/reversals/itself")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"reverses\":\"itself\"}")
                .with(service()))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.param").value("reverses"));
  }

  private static String body(String merchant, String amount) {
    return "{\"merchant_id\":\"%s\",\"user_id\":\"USER_1\",\"amount\":%s,\"currency\":\"USD\"}"
        .formatted(merchant, amount);
  }

  private static MockHttpServletRequestBuilder deduction(
      String payment, String body, RequestPostProcessor token) {
    return put("/internal/deductions/{id}", payment + ":deduct")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .with(token);
  }
}
