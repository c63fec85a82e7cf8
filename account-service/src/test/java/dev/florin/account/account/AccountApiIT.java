package dev.florin.account.account;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static dev.florin.account.AccountFixtures.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesRegex;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.deduction.DeductFunds;
import dev.florin.account.deposit.DepositFunds;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@AccountServiceTest
class AccountApiIT {

  private static final String[] ALL = {"accounts:read", "accounts:write"};

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final DeductFunds deductFunds;

  private String merchantId = "";

  @Autowired
  AccountApiIT(MockMvc http, Wallets wallets, DepositFunds depositFunds, DeductFunds deductFunds) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.deductFunds = deductFunds;
  }

  @BeforeEach
  void useAMerchantOfItsOwn() {
    merchantId = newMerchant();
  }

  @Test
  void merchantOpensAnAccountOnce() throws Exception {
    open("{\"user_id\":\"USER_1\",\"currency\":\"EUR\"}", merchant(merchantId, ALL))
        .andExpect(status().isCreated())
        .andExpect(header().string("Location", matchesRegex("/api/v1/accounts/[0-9a-f-]{36}")))
        .andExpect(jsonPath("$.account_id").isString())
        .andExpect(jsonPath("$.user_id").value("USER_1"))
        .andExpect(jsonPath("$.currency").value("EUR"))
        .andExpect(jsonPath("$.balance").value("0.00"))
        .andExpect(jsonPath("$.available").value("0.00"))
        .andExpect(jsonPath("$.held").value("0.00"))
        .andExpect(jsonPath("$.status").value("open"))
        .andExpect(jsonPath("$.created_at").isString());
    open("{\"user_id\":\"USER_1\",\"currency\":\"EUR\"}", merchant(merchantId, ALL))
        .andExpect(status().isOk());
    list("user_id=USER_1", merchant(merchantId, ALL)).andExpect(jsonPath("$.data", hasSize(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":\"USER_1\"}",
        "{\"currency\":\"EUR\"}",
        "{\"user_id\":\"\",\"currency\":\"EUR\"}",
        "{\"user_id\":\"USER_1\",\"currency\":\"EURO\"}",
        "{\"user_id\":\"USER_1\",\"user_id\":\"USER_2\",\"currency\":\"EUR\"}",
        "{\"user_id\":\"a\\u0000b\",\"currency\":\"EUR\"}",
        "[]",
        "nonsense"
      })
  void malformedAccountIsRefused(String body) throws Exception {
    open(body, merchant(merchantId, ALL)).andExpect(status().isBadRequest());
  }

  @Test
  void cardNumberIsNoUser() throws Exception {
    open("{\"user_id\":\"4111111111111111\",\"currency\":\"EUR\"}", merchant(merchantId, ALL))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("card_number_refused"))
        .andExpect(jsonPath("$.param").value("user_id"));
    list("user_id=4111-1111-1111-1111", merchant(merchantId, ALL))
        .andExpect(status().isBadRequest())
        .andExpect(jsonPath("$.code").value("card_number_refused"));
    list("", merchant(merchantId, ALL)).andExpect(jsonPath("$.data", hasSize(0)));
  }

  @Test
  void scopesAreAskedFor() throws Exception {
    String body = "{\"user_id\":\"USER_1\",\"currency\":\"EUR\"}";
    open(body, merchant(merchantId, "accounts:read")).andExpect(status().isForbidden());
    open(body, merchant(merchantId, "payments:write")).andExpect(status().isForbidden());
    open(body, service()).andExpect(status().isForbidden());
    list("", merchant(merchantId, "accounts:write")).andExpect(status().isForbidden());
    list("", request -> request).andExpect(status().isUnauthorized());
  }

  @Test
  void accountOfSomebodyElseDoesNotExist() throws Exception {
    UUID account = fund("USER_1", "10.00").id();

    for (RequestPostProcessor owner :
        new RequestPostProcessor[] {
          merchant(merchantId, ALL), user(merchantId, "USER_1", "accounts:read")
        }) {
      read("", account, owner).andExpect(status().isOk());
      read("/statement", account, owner).andExpect(status().isOk());
    }
    for (RequestPostProcessor stranger :
        new RequestPostProcessor[] {
          merchant(newMerchant(), ALL),
          user(merchantId, "USER_2", "accounts:read"),
          user(newMerchant(), "USER_1", "accounts:read")
        }) {
      read("", account, stranger).andExpect(status().isNotFound());
      read("/statement", account, stranger).andExpect(status().isNotFound());
    }
    list("user_id=USER_1", user(merchantId, "USER_2", "accounts:read"))
        .andExpect(status().isNotFound());
    list("user_id=USER_1", merchant(newMerchant(), ALL))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data", hasSize(0)));
    read("", UUID.randomUUID(), merchant(merchantId, ALL)).andExpect(status().isNotFound());
  }

  @Test
  void systemAccountsAreNobodys() throws Exception {
    fund("USER_1", "10.00");
    UUID funding = UUID.nameUUIDFromBytes("system-account/funding/USD/0".getBytes(UTF_8));

    read("", funding, merchant(merchantId, ALL)).andExpect(status().isNotFound());
  }

  @Test
  void userListsItsOwnAccountsOnly() throws Exception {
    UUID own = fund("USER_1", "10.00").id();
    fund("USER_2", "10.00");

    list("", user(merchantId, "USER_1", "accounts:read"))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data[*].account_id", contains(own.toString())))
        .andExpect(jsonPath("$.has_more").value(false));
  }

  @Test
  void listIsReadInPagesNewestFirst() throws Exception {
    String a = fund("A", "1.00").id().toString();
    String b = fund("B", "1.00").id().toString();
    String c = fund("C", "1.00").id().toString();

    RequestPostProcessor owner = merchant(merchantId, ALL);
    list("limit=2", owner)
        .andExpect(jsonPath("$.data[*].account_id", contains(c, b)))
        .andExpect(jsonPath("$.has_more").value(true));
    list("limit=2&starting_after=" + b, owner)
        .andExpect(jsonPath("$.data[*].account_id", contains(a)))
        .andExpect(jsonPath("$.has_more").value(false));
    list("limit=1&ending_before=" + a, owner)
        .andExpect(jsonPath("$.data[*].account_id", contains(b)))
        .andExpect(jsonPath("$.has_more").value(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "starting_after=x",
        "starting_after=00000000-0000-0000-0000-000000000000"
            + "&ending_before=00000000-0000-0000-0000-000000000000"
      })
  void impossiblePageIsRefused(String query) throws Exception {
    list(query, merchant(merchantId, ALL)).andExpect(status().isBadRequest());
  }

  @Test
  void statementTellsEveryMoveNewestFirst() throws Exception {
    UUID account = fund("USER_1", "10.00").id();
    String first = newPayment();
    String second = newPayment();
    deductFunds.deduct(first + ":deduct", merchantId, "USER_1", usd("1.25"));
    deductFunds.deduct(second + ":deduct", merchantId, "USER_1", usd("2.00"));

    RequestPostProcessor owner = merchant(merchantId, ALL);
    read("/statement", account, owner)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.data", hasSize(3)))
        .andExpect(jsonPath("$.data[0].transfer_id").value(second + ":deduct"))
        .andExpect(jsonPath("$.data[0].entry_id").value("3"))
        .andExpect(jsonPath("$.data[0].kind").value("deduction"))
        .andExpect(jsonPath("$.data[0].direction").value("debit"))
        .andExpect(jsonPath("$.data[0].amount").value("2.00"))
        .andExpect(jsonPath("$.data[0].currency").value("USD"))
        .andExpect(jsonPath("$.data[0].balance_after").value("6.75"))
        .andExpect(jsonPath("$.data[2].kind").value("deposit"))
        .andExpect(jsonPath("$.data[2].direction").value("credit"))
        .andExpect(jsonPath("$.has_more").value(false));
    read("/statement?limit=1&starting_after=3", account, owner)
        .andExpect(jsonPath("$.data[*].entry_id", contains("2")))
        .andExpect(jsonPath("$.has_more").value(true));
    read("/statement?limit=1&ending_before=1", account, owner)
        .andExpect(jsonPath("$.data[*].entry_id", contains("2")))
        .andExpect(jsonPath("$.has_more").value(true));
    read("", account, owner).andExpect(jsonPath("$.balance").value("6.75"));
  }

  private Wallet fund(String userId, String amount) {
    return AccountFixtures.wallet(wallets, depositFunds, merchantId, userId, usd(amount));
  }

  private ResultActions open(String body, RequestPostProcessor token) throws Exception {
    return http.perform(
        post("/api/v1/accounts").contentType(MediaType.APPLICATION_JSON).content(body).with(token));
  }

  private ResultActions list(String query, RequestPostProcessor token) throws Exception {
    return http.perform(get("/api/v1/accounts?" + query).with(token));
  }

  private ResultActions read(String path, UUID account, RequestPostProcessor token)
      throws Exception {
    return http.perform(get("/api/v1/accounts/" + account + path).with(token));
  }
}
