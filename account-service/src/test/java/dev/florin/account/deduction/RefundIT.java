package dev.florin.account.deduction;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.AtOnce;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.ledger.Outcome;
import dev.florin.account.ledger.Outcome.Conflicting;
import dev.florin.account.ledger.Outcome.Declined;
import dev.florin.account.ledger.Outcome.Posted;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a payment paid comes back to its payer. */
@AccountServiceTest
class RefundIT {

  private final RefundPayment refundPayment;
  private final Wallets wallets;
  private final DepositFunds depositFunds;
  private final JdbcTemplate jdbc;

  private final String refund = newPayment() + ":refund";
  private String merchant = "";

  @Autowired
  RefundIT(
      RefundPayment refundPayment, Wallets wallets, DepositFunds depositFunds, JdbcTemplate jdbc) {
    this.refundPayment = refundPayment;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
    this.jdbc = jdbc;
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
  void refundMovesMoneyFromWhatTheChannelIsOwedToTheWallet() {
    Wallet wallet = wallet("5.00");

    Outcome outcome = refund("19.99");

    assertThat(outcome).isInstanceOf(Posted.class);
    assertThat(balance(wallet)).isEqualTo(24_99);
    assertThat(postings())
        .containsExactly(
            Map.of("kind", "refund", "code", "channel_payable:sandbox", "direction", "debit"),
            Map.of("kind", "refund", "code", "wallet", "direction", "credit"));
  }

  @Test
  void oneIdSentTwentyTimesAtOnceRefundsOnce() throws Exception {
    Wallet wallet = wallet("5.00");

    List<Outcome> outcomes = AtOnce.run(Collections.nCopies(20, () -> refund("10.00")));

    assertThat(outcomes)
        .hasOnlyElementsOfType(Posted.class)
        .filteredOn(outcome -> !((Posted) outcome).replayed())
        .hasSize(1);
    assertThat(balance(wallet)).isEqualTo(15_00);
  }

  @Test
  void oneIdWithAnotherAmountConflicts() {
    Wallet wallet = wallet("5.00");
    refund("10.00");

    assertThat(refund("10.01")).isEqualTo(new Conflicting());
    assertThat(balance(wallet)).isEqualTo(15_00);
  }

  @ParameterizedTest
  @ValueSource(strings = {"frozen", "closed"})
  void moneyComesBackWhateverBecameOfTheWallet(String status) {
    Wallet wallet = wallet("5.00");
    jdbc.update("UPDATE account SET status = ? WHERE id = ?", status, wallet.id());

    assertThat(refund("10.00")).isInstanceOf(Posted.class);
    assertThat(balance(wallet)).isEqualTo(15_00);
  }

  @Test
  void aUserWithoutAWalletGetsNothing() {
    assertThat(refund("10.00")).isEqualTo(new Declined(DeclineCode.ACCOUNT_NOT_FOUND, false));
  }

  private Outcome refund(String amount) {
    return refundPayment.refund(refund, merchant, "USER_1", "sandbox", usd(amount));
  }

  private Wallet wallet(String amount) {
    return AccountFixtures.wallet(wallets, depositFunds, merchant, "USER_1", usd(amount));
  }

  private @Nullable Long balance(Wallet wallet) {
    return jdbc.queryForObject("SELECT posted FROM account WHERE id = ?", Long.class, wallet.id());
  }

  private List<Map<String, @Nullable Object>> postings() {
    return jdbc.queryForList(
        """
        SELECT t.kind, coalesce(a.code, a.kind) AS code, p.direction
        FROM posting p JOIN account a ON a.id = p.account_id JOIN transfer t ON t.id = p.transfer_id
        WHERE p.transfer_id = ? ORDER BY p.leg
        """,
        refund);
  }
}
