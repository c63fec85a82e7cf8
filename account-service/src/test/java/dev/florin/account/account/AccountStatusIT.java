package dev.florin.account.account;

import static dev.florin.account.AccountFixtures.merchant;
import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.operator;
import static dev.florin.account.AccountFixtures.service;
import static dev.florin.account.AccountFixtures.usd;
import static dev.florin.account.AccountFixtures.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.audit.AuditQuery;
import dev.florin.account.audit.AuditRecord;
import dev.florin.account.audit.AuditTrail;
import dev.florin.account.deduction.DeductFunds;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.AccountRef;
import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
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
class AccountStatusIT {

  private final MockMvc http;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final DeductFunds deductFunds;
  private final Ledger ledger;
  private final AuditTrail audit;

  private String merchantId = "";
  private UUID account = new UUID(0, 0);

  @Autowired
  AccountStatusIT(
      MockMvc http,
      Wallets wallets,
      DepositFunds depositFunds,
      DeductFunds deductFunds,
      Ledger ledger,
      AuditTrail audit) {
    this.http = http;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.deductFunds = deductFunds;
    this.ledger = ledger;
    this.audit = audit;
  }

  @BeforeEach
  void walletOfTenDollars() {
    merchantId = newMerchant();
    account =
        AccountFixtures.wallet(wallets, depositFunds, merchantId, "USER_1", usd("10.00")).id();
  }

  @Test
  void frozenAccountPaysNothingOutUntilItIsUnfrozen() throws Exception {
    change("freeze").andExpect(status().isOk()).andExpect(jsonPath("$.status").value("frozen"));
    assertThat(deduct("1.00")).isEqualTo(new Outcome.Declined(DeclineCode.ACCOUNT_FROZEN, false));

    change("unfreeze").andExpect(status().isOk()).andExpect(jsonPath("$.status").value("open"));

    assertThat(deduct("1.00")).isInstanceOf(Outcome.Posted.class);
    assertThat(actions()).containsExactly("account.unfrozen", "account.frozen");
  }

  @Test
  void accountWithMoneyIsNotClosed() throws Exception {
    change("close")
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("account_not_empty"));

    assertThat(actions()).isEmpty();
    deduct("10.00");
    change("close").andExpect(status().isOk()).andExpect(jsonPath("$.status").value("closed"));
    assertThat(actions()).containsExactly("account.closed");
  }

  @Test
  void accountWithAHoldIsNotClosed() throws Exception {
    String hold = newPayment() + ":hold";
    ledger.execute(
        new Command.PlaceHold(
            hold, merchantId, new AccountRef.Existing(account), usd("10.00"), Duration.ofDays(1)));
    read("")
        .andExpect(jsonPath("$.posted").value("10.00"))
        .andExpect(jsonPath("$.held").value("10.00"))
        .andExpect(jsonPath("$.available").value("0.00"))
        .andExpect(jsonPath("$.version").value(1));

    change("close").andExpect(jsonPath("$.code").value("account_not_empty"));
  }

  @Test
  void closedAccountStaysClosed() throws Exception {
    deduct("10.00");
    change("close").andExpect(status().isOk());

    for (String move : List.of("freeze", "unfreeze")) {
      change(move)
          .andExpect(status().isConflict())
          .andExpect(jsonPath("$.code").value("invalid_state"));
    }
    change("close").andExpect(status().isOk()).andExpect(jsonPath("$.status").value("closed"));
    assertThat(actions()).containsExactly("account.closed");
  }

  @Test
  void frozenAccountIsUnfrozenBeforeItIsClosed() throws Exception {
    deduct("10.00");
    change("freeze").andExpect(status().isOk());

    change("close")
        .andExpect(status().isConflict())
        .andExpect(jsonPath("$.code").value("invalid_state"))
        .andExpect(jsonPath("$.detail").value("the account is frozen, which allows unfreeze"));
  }

  @Test
  void sameMoveSentTwentyTimesAtOnceIsMadeAndRecordedOnce() throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(() -> change("freeze").andReturn().getResponse().getStatus());
    }

    assertThat(AtOnce.run(calls)).containsOnly(200);

    assertThat(actions()).containsExactly("account.frozen");
  }

  @Test
  void closingAndPayingAtOnceNeverLeavesMoneyInAClosedAccount() throws Exception {
    for (int round = 0; round < 10; round++) {
      Wallet wallet = wallets.open(merchantId, "ROUND_" + round, "USD").wallet();
      String key = "race-" + round;
      AtOnce.run(
          List.<Callable<Object>>of(
              () -> depositFunds.deposit(wallet, usd("1.00"), key).outcome(),
              () -> change(wallet.id(), "close", owner()).andReturn().getResponse().getStatus()));

      Wallet after = wallets.find(merchantId, wallet.id()).orElseThrow();
      assertThat(after.status().equals("closed") && after.balance().minorUnits() > 0).isFalse();
    }
  }

  @Test
  void whatAnOperatorFrozeAnOperatorReleases() throws Exception {
    change(account, "freeze", operator("olga")).andExpect(status().isOk());

    change("unfreeze").andExpect(status().isForbidden());

    change(account, "unfreeze", operator("oleg")).andExpect(status().isOk());
    change("freeze").andExpect(status().isOk());
    change("unfreeze").andExpect(status().isOk());
  }

  @Test
  void onlyItsMerchantAndOperatorsAdministerAnAccount() throws Exception {
    change(account, "freeze", merchant(newMerchant(), "accounts:write"))
        .andExpect(status().isNotFound());
    change(account, "freeze", merchant(merchantId, "accounts:read"))
        .andExpect(status().isForbidden());
    change(account, "freeze", user(merchantId, "USER_1", "accounts:write"))
        .andExpect(status().isForbidden());
    change(account, "freeze", service()).andExpect(status().isForbidden());
    change(UUID.randomUUID(), "freeze", operator("olga")).andExpect(status().isNotFound());
    assertThat(actions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"reason\":\"\"}",
        "{\"reason\":\" \"}",
        "[]",
        "x",
        "{\"reason\":\"4111111111111111\"}"
      })
  void moveWithoutAReasonIsRefused(String body) throws Exception {
    http.perform(
            post("/api/v1/accounts/" + account + "/freeze")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .with(owner()))
        .andExpect(status().isBadRequest());
  }

  @Test
  void balanceIsToldAsItWasAtAnyMoment() throws Exception {
    List<String> moments = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      deduct("1.00");
      moments.add(lastMoment());
    }

    for (int i = 0; i < 5; i++) {
      read("?at=" + moments.get(i))
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.posted").value((9 - i) + ".00"))
          .andExpect(jsonPath("$.version").value(i + 2))
          .andExpect(jsonPath("$.held").doesNotExist())
          .andExpect(jsonPath("$.available").doesNotExist());
    }
    read("?at=2020-01-01T00:00:00Z")
        .andExpect(jsonPath("$.posted").value("0.00"))
        .andExpect(jsonPath("$.version").value(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2999-01-01T00:00:00Z",
        "yesterday",
        "1763632800",
        "",
        "2026-11-20",
        "-999999999-01-01T00:00:00"
      })
  void momentThatIsNoneOrHasNotComeIsRefused(String at) throws Exception {
    read("?at=" + at).andExpect(status().isBadRequest()).andExpect(jsonPath("$.param").value("at"));
  }

  @Test
  void statementIsNarrowedDownToAPeriod() throws Exception {
    deduct("1.00");
    String first = lastMoment();
    deduct("1.00");

    read("/statement?from=" + first).andExpect(jsonPath("$.data.length()").value(2));
    read("/statement?to=" + first).andExpect(jsonPath("$.data.length()").value(1));
    read("/statement?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z")
        .andExpect(jsonPath("$.data.length()").value(0))
        .andExpect(jsonPath("$.has_more").value(false));
    read("/statement?ending_before=1&from=" + first)
        .andExpect(jsonPath("$.data[*].entry_id", contains("3", "2")));
    read("/statement?starting_after=3&from=" + first)
        .andExpect(jsonPath("$.data[*].entry_id", contains("2")));
    read("/statement?from=-999999999-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999999Z")
        .andExpect(jsonPath("$.data.length()").value(3));
    read("/statement?from=x").andExpect(status().isBadRequest());
  }

  private String lastMoment() {
    return wallets
        .statement(
            wallets.find(merchantId, account).orElseThrow(),
            Period.of(null, null),
            new PageRequest<>(1, null, null))
        .data()
        .getFirst()
        .createdAt()
        .toString();
  }

  private Outcome deduct(String amount) {
    return deductFunds.deduct(newPayment() + ":deduct", merchantId, "USER_1", usd(amount));
  }

  private List<String> actions() {
    return audit.page(AuditQuery.of(account), 100, null, null).data().stream()
        .map(AuditRecord::action)
        .toList();
  }

  private RequestPostProcessor owner() {
    return merchant(merchantId, "accounts:read", "accounts:write");
  }

  private ResultActions change(String move) throws Exception {
    return change(account, move, owner());
  }

  private ResultActions change(UUID id, String move, RequestPostProcessor token) throws Exception {
    return http.perform(
        post("/api/v1/accounts/" + id + "/" + move)
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"reason\":\"on request\"}")
            .with(token));
  }

  private ResultActions read(String path) throws Exception {
    return http.perform(get("/api/v1/accounts/" + account + path).with(owner()));
  }
}
