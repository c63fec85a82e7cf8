package dev.florin.account.deduction;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.LedgerBusyException;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Outcome.Conflicting;
import dev.florin.account.ledger.Outcome.Declined;
import dev.florin.account.ledger.Outcome.Posted;
import dev.florin.money.Money;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

@AccountServiceTest
class DeductionIT {

  private final DeductFunds deductFunds;
  private final ReverseDeduction reverseDeduction;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final JdbcTemplate jdbc;
  private final DataSource dataSource;

  private String merchant = "";

  @Autowired
  DeductionIT(
      DeductFunds deductFunds,
      ReverseDeduction reverseDeduction,
      Wallets wallets,
      DepositFunds depositFunds,
      JdbcTemplate jdbc,
      DataSource dataSource) {
    this.deductFunds = deductFunds;
    this.reverseDeduction = reverseDeduction;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.jdbc = jdbc;
    this.dataSource = dataSource;
  }

  @BeforeEach
  void useAMerchantOfItsOwn() {
    merchant = newMerchant();
  }

  @AfterEach
  void theLedgerIsIntact() {
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void deductionMovesMoneyFromTheWalletIntoTransit() {
    Wallet wallet = wallet("USER_1", "100.00");

    Outcome outcome = deduct(newPayment(), "USER_1", "19.99");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Posted.class,
            posted -> {
              assertThat(posted.replayed()).isFalse();
              assertThat(posted.debit().accountId()).isEqualTo(wallet.id());
              assertThat(posted.debit().balanceBefore()).isEqualTo(100_00);
              assertThat(posted.debit().balanceAfter()).isEqualTo(80_01);
              assertThat(codeOf(posted)).isEqualTo("in_transit");
            });
    assertThat(balance(wallet)).isEqualTo(usd("80.01"));
  }

  @Test
  void concurrentDeductionsNeverOverdrawAWallet() throws Exception {
    Wallet wallet = wallet("USER_1", "50.00");
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String payment = newPayment();
      calls.add(() -> deduct(payment, "USER_1", "10.00"));
    }

    List<Outcome> outcomes = AtOnce.run(calls);

    assertThat(outcomes).filteredOn(Posted.class::isInstance).hasSize(5);
    assertThat(outcomes)
        .filteredOn(Declined.class::isInstance)
        .hasSize(35)
        .containsOnly(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    assertThat(balance(wallet)).isEqualTo(usd("0"));
  }

  @Test
  void oneIdSentFiftyTimesAtOnceDeductsOnce() throws Exception {
    Wallet wallet = wallet("USER_1", "100.00");
    String payment = newPayment();

    List<Outcome> outcomes =
        AtOnce.run(Collections.nCopies(50, () -> deduct(payment, "USER_1", "10.00")));

    assertThat(outcomes)
        .hasOnlyElementsOfType(Posted.class)
        .filteredOn(outcome -> !((Posted) outcome).replayed())
        .hasSize(1);
    assertThat(outcomes.stream().map(outcome -> ((Posted) outcome).debit()).distinct()).hasSize(1);
    assertThat(balance(wallet)).isEqualTo(usd("90.00"));
  }

  @Test
  void oneIdWithAnotherContentConflicts() {
    wallet("USER_1", "100.00");
    wallet("USER_2", "100.00");
    String payment = newPayment();
    deduct(payment, "USER_1", "10.00");

    assertThat(deduct(payment, "USER_1", "10.01")).isEqualTo(new Conflicting());
    assertThat(deduct(payment, "USER_2", "10.00")).isEqualTo(new Conflicting());
    assertThat(deduct(payment, "USER_1", "10.0")).isInstanceOf(Posted.class);
  }

  @Test
  void insufficientFundsHaveNoEffectAndTheIdStaysDeclinedAfterATopUp() {
    Wallet wallet = wallet("USER_1", "5.00");
    String payment = newPayment();

    assertThat(deduct(payment, "USER_1", "5.01"))
        .isEqualTo(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    depositFunds.deposit(wallet, usd("100.00"), "top-up");

    assertThat(deduct(payment, "USER_1", "5.01"))
        .isEqualTo(new Declined(DeclineCode.INSUFFICIENT_FUNDS, true));
    assertThat(balance(wallet)).isEqualTo(usd("105.00"));
    assertThat(deduct(newPayment(), "USER_1", "5.01")).isInstanceOf(Posted.class);
  }

  @Test
  void theWholeBalanceCanBeDeducted() {
    Wallet wallet = wallet("USER_1", "5.00");

    assertThat(deduct(newPayment(), "USER_1", "5.00")).isInstanceOf(Posted.class);
    assertThat(balance(wallet)).isEqualTo(usd("0"));
  }

  @Test
  void whatIsHeldCannotBeDeducted() {
    Wallet wallet = wallet("USER_1", "5.00");
    jdbc.update("UPDATE account SET held = 1 WHERE id = ?", wallet.id());

    assertThat(deduct(newPayment(), "USER_1", "5.00"))
        .isEqualTo(new Declined(DeclineCode.INSUFFICIENT_FUNDS, false));
    jdbc.update("UPDATE account SET held = 0 WHERE id = ?", wallet.id());
  }

  @Test
  void walletsOfAnotherUserMerchantOrCurrencyAreNotFound() {
    wallet("USER_1", "5.00");

    assertThat(deduct(newPayment(), "USER_2", "1.00"))
        .isEqualTo(new Declined(DeclineCode.ACCOUNT_NOT_FOUND, false));
    assertThat(deductFunds.deduct(newPayment() + ":deduct", newMerchant(), "USER_1", usd("1.00")))
        .isEqualTo(new Declined(DeclineCode.ACCOUNT_NOT_FOUND, false));
    assertThat(
            deductFunds.deduct(
                newPayment() + ":deduct", merchant, "USER_1", Money.parse("1.00", "EUR")))
        .isEqualTo(new Declined(DeclineCode.ACCOUNT_NOT_FOUND, false));
  }

  @Test
  void frozenAndClosedWalletsPayNothing() {
    Wallet frozen = wallet("USER_1", "5.00");
    Wallet closed = wallet("USER_2", "5.00");
    jdbc.update("UPDATE account SET status = 'frozen' WHERE id = ?", frozen.id());
    jdbc.update("UPDATE account SET status = 'closed' WHERE id = ?", closed.id());

    assertThat(deduct(newPayment(), "USER_1", "1.00"))
        .isEqualTo(new Declined(DeclineCode.ACCOUNT_FROZEN, false));
    assertThat(deduct(newPayment(), "USER_2", "1.00"))
        .isEqualTo(new Declined(DeclineCode.ACCOUNT_CLOSED, false));
  }

  @Test
  void reversalReturnsExactlyWhatWasDeductedOnce() throws Exception {
    Wallet wallet = wallet("USER_1", "100.00");
    String payment = newPayment();
    deduct(payment, "USER_1", "33.33");

    List<Outcome> outcomes = AtOnce.run(Collections.nCopies(20, () -> reverse(payment)));

    assertThat(outcomes)
        .hasOnlyElementsOfType(Posted.class)
        .filteredOn(outcome -> !((Posted) outcome).replayed())
        .hasSize(1);
    assertThat(balance(wallet)).isEqualTo(usd("100.00"));
    assertThat(deduct(payment, "USER_1", "33.33"))
        .isInstanceOfSatisfying(Posted.class, posted -> assertThat(posted.replayed()).isTrue());
  }

  @Test
  void deductionIsReversedByOneReversalOnly() {
    Wallet wallet = wallet("USER_1", "100.00");
    String payment = newPayment();
    deduct(payment, "USER_1", "10.00");
    reverse(payment);

    Outcome second = reverseDeduction.reverse(payment + ":again", payment + ":deduct", null);

    assertThat(second).isEqualTo(new Conflicting());
    assertThat(balance(wallet)).isEqualTo(usd("100.00"));
  }

  @Test
  void reversalReachesAClosedWallet() {
    Wallet wallet = wallet("USER_1", "100.00");
    String payment = newPayment();
    deduct(payment, "USER_1", "10.00");
    jdbc.update("UPDATE account SET status = 'closed' WHERE id = ?", wallet.id());

    assertThat(reverse(payment)).isInstanceOf(Posted.class);
    assertThat(balance(wallet)).isEqualTo(usd("100.00"));
  }

  @Test
  void onlyDeductionsAreReversed() {
    wallet("USER_1", "100.00");
    String payment = newPayment();
    deduct(payment, "USER_1", "10.00");
    reverse(payment);

    assertThat(reverseDeduction.reverse(newPayment(), payment + ":reverse", null))
        .isEqualTo(new Conflicting());
  }

  @Test
  void deductionThatComesAfterItsReversalIsFenced() {
    Wallet wallet = wallet("USER_1", "100.00");
    String payment = newPayment();

    assertThat(reverse(payment)).isEqualTo(new Declined(DeclineCode.FENCED, false));
    assertThat(reverse(payment)).isEqualTo(new Declined(DeclineCode.FENCED, true));
    assertThat(deduct(payment, "USER_1", "10.00"))
        .isEqualTo(new Declined(DeclineCode.FENCED, true));
    assertThat(balance(wallet)).isEqualTo(usd("100.00"));
  }

  @Test
  void reversalOfADeclinedDeductionHasNothingToReturn() {
    Wallet wallet = wallet("USER_1", "1.00");
    String payment = newPayment();
    deduct(payment, "USER_1", "10.00");

    assertThat(reverse(payment)).isEqualTo(new Declined(DeclineCode.FENCED, false));
    assertThat(balance(wallet)).isEqualTo(usd("1.00"));
  }

  @Test
  void deductionAndReversalThatRaceLeaveTheWalletAsItWas() throws Exception {
    Wallet wallet = wallet("USER_1", "100.00");
    int fenced = 0;
    int posted = 0;
    for (int round = 0; round < 2_000 && (round < 100 || fenced == 0 || posted == 0); round++) {
      String payment = newPayment();
      boolean reversalFirst = ThreadLocalRandom.current().nextBoolean();
      Callable<Outcome> deduction = () -> deduct(payment, "USER_1", "10.00");
      Callable<Outcome> reversal = () -> reverse(payment);
      List<Outcome> outcomes =
          AtOnce.run(reversalFirst ? List.of(reversal, deduction) : List.of(deduction, reversal));
      Outcome deducted = outcomes.get(reversalFirst ? 1 : 0);
      Outcome reversed = outcomes.get(reversalFirst ? 0 : 1);
      if (deducted instanceof Posted) {
        assertThat(reversed).isInstanceOf(Posted.class);
        posted++;
      } else {
        assertThat(deducted).isEqualTo(new Declined(DeclineCode.FENCED, true));
        assertThat(reversed).isEqualTo(new Declined(DeclineCode.FENCED, false));
        fenced++;
      }
    }
    assertThat(List.of(fenced, posted)).as("both orders happened").doesNotContain(0);
    assertThat(balance(wallet)).isEqualTo(usd("100.00"));
  }

  @Test
  void walletThatStaysLockedIsAnsweredWithinTheBudget() throws Exception {
    Wallet wallet = wallet("USER_1", "100.00");
    try (Connection outsider = dataSource.getConnection()) {
      outsider.setAutoCommit(false);
      try (var statement =
          outsider.prepareStatement("SELECT FROM account WHERE id = ? FOR UPDATE")) {
        statement.setObject(1, wallet.id());
        statement.execute();
      }
      Instant before = Instant.now();

      assertThatThrownBy(() -> deduct(newPayment(), "USER_1", "10.00"))
          .isInstanceOf(LedgerBusyException.class);

      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(2));
      outsider.rollback();
    }
    assertThat(balance(wallet)).isEqualTo(usd("100.00"));
  }

  private Wallet wallet(String userId, String funds) {
    return AccountFixtures.wallet(wallets, depositFunds, merchant, userId, usd(funds));
  }

  private Outcome deduct(String payment, String userId, String amount) {
    return deductFunds.deduct(payment + ":deduct", merchant, userId, usd(amount));
  }

  private Outcome reverse(String payment) {
    return reverseDeduction.reverse(payment + ":reverse", payment + ":deduct", "card_declined");
  }

  private Money balance(Wallet wallet) {
    return wallets.find(merchant, wallet.id()).orElseThrow().balance();
  }

  private String codeOf(Posted posted) {
    return jdbc.queryForList(
            "SELECT code FROM account WHERE id = ?", String.class, posted.credit().accountId())
        .getFirst();
  }
}
