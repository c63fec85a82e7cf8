package dev.florin.account.deduction;

import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.Outcome;
import dev.florin.contract.Contract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Replays what payment-service relies on. */
@AccountServiceTest
class DeductionContractIT {

  private static final String MERCHANT = "demo";

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final DeductFunds deductFunds;
  private final ReverseDeduction reverseDeduction;
  private final RefundPayment refundPayment;
  private final JdbcTemplate jdbc;

  @Autowired
  DeductionContractIT(
      MockMvc http,
      Wallets wallets,
      DepositFunds depositFunds,
      DeductFunds deductFunds,
      ReverseDeduction reverseDeduction,
      RefundPayment refundPayment,
      JdbcTemplate jdbc) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.deductFunds = deductFunds;
    this.reverseDeduction = reverseDeduction;
    this.refundPayment = refundPayment;
    this.jdbc = jdbc;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deduct-posted",
        "deduct-insufficient-funds",
        "deduct-account-not-found",
        "deduct-account-frozen",
        "deduct-account-closed",
        "deduct-fenced",
        "deduct-conflict",
        "reverse-posted",
        "reverse-fenced",
        "refund-posted",
        "refund-account-not-found",
        "refund-conflict"
      })
  void theServiceKeepsTheContractTwice(String name) throws Exception {
    Contract contract = Contract.load("account/" + name);
    given(name, contract);

    for (int i = 0; i < 2; i++) {
      MockHttpServletResponse response =
          http.perform(
                  MockMvcRequestBuilders.request(
                          HttpMethod.valueOf(contract.request().method()),
                          contract.request().path())
                      .contentType(MediaType.APPLICATION_JSON)
                      .content(contract.request().bodyText())
                      .with(AccountFixtures.service()))
              .andReturn()
              .getResponse();
      contract.verifyResponse(response.getStatus(), response.getContentAsString());
    }
  }

  private void given(String name, Contract contract) {
    String path = contract.request().path();
    String id = path.substring(path.lastIndexOf('/') + 1);
    switch (name) {
      case "deduct-posted" -> fund("USER_1", "100.00");
      case "deduct-insufficient-funds" -> fund("USER_2", "5.00");
      case "deduct-account-frozen" -> fundAndSet("USER_7", "frozen");
      case "deduct-account-closed" -> fundAndSet("USER_8", "closed");
      case "deduct-fenced" -> {
        fund("USER_4", "100.00");
        reverseDeduction.reverse(id.replace(":deduct", ":reverse"), id, null);
      }
      case "deduct-conflict" -> {
        fund("USER_5", "100.00");
        deduct(id, "USER_5");
      }
      case "reverse-posted" -> {
        fund("USER_6", "100.00");
        deduct(id.replace(":reverse", ":deduct"), "USER_6");
      }
      case "refund-posted" -> fund("USER_9", "5.00");
      case "refund-conflict" -> {
        fund("USER_11", "5.00");
        refundPayment.refund(id, MERCHANT, "USER_11", "sandbox", usd("7.00"));
      }
      default -> {}
    }
  }

  private void fundAndSet(String userId, String status) {
    Wallet wallet = AccountFixtures.wallet(wallets, depositFunds, MERCHANT, userId, usd("100.00"));
    jdbc.update("UPDATE account SET status = ? WHERE id = ?", status, wallet.id());
  }

  private void fund(String userId, String amount) {
    AccountFixtures.wallet(wallets, depositFunds, MERCHANT, userId, usd(amount));
  }

  private void deduct(String id, String userId) {
    assertThat(deductFunds.deduct(id, MERCHANT, userId, usd("19.99")))
        .isInstanceOf(Outcome.Posted.class);
  }
}
