package dev.florin.account.ledger;

import static dev.florin.account.AccountFixtures.newMerchant;
import static dev.florin.account.AccountFixtures.newPayment;
import static dev.florin.account.AccountFixtures.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.account.AccountFixtures;
import dev.florin.account.AccountServiceTest;
import dev.florin.account.LedgerIntegrity;
import dev.florin.account.account.Wallets;
import dev.florin.account.deposit.DepositFunds;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Plants in the database what the code never writes, and sees it refused. */
@AccountServiceTest
class LedgerSchemaIT {

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Wallets wallets;
  private final DepositFunds depositFunds;

  private UUID payer = new UUID(0, 0);
  private UUID payee = new UUID(0, 0);
  private String id = "";

  @Autowired
  LedgerSchemaIT(
      JdbcTemplate jdbc,
      TransactionTemplate ledgerTransactionTemplate,
      Wallets wallets,
      DepositFunds depositFunds) {
    this.jdbc = jdbc;
    this.transaction = ledgerTransactionTemplate;
    this.wallets = wallets;
    this.depositFunds = depositFunds;
  }

  @BeforeEach
  void twoWalletsWithOnePostingEach() {
    String merchant = newMerchant();
    payer = AccountFixtures.wallet(wallets, depositFunds, merchant, "A", usd("1.00")).id();
    payee = AccountFixtures.wallet(wallets, depositFunds, merchant, "B", usd("1.00")).id();
    id = newPayment();
  }

  @AfterEach
  void theLedgerIsIntact() {
    assertThat(LedgerIntegrity.breaches(jdbc)).isEmpty();
  }

  @Test
  void balancedTransferIsAccepted() {
    assertThatCode(
            () ->
                inTransaction(
                    () -> {
                      transfer(2);
                      move(payer, 2, 70);
                      move(payee, 2, 130);
                      posting(1, payer, "debit", 30, 2, 70);
                      posting(2, payee, "credit", 30, 2, 130);
                    }))
        .doesNotThrowAnyException();
  }

  @Test
  void unbalancedTransferIsRefused() {
    refused(
        "does not balance",
        () -> {
          transfer(2);
          move(payer, 2, 70);
          move(payee, 2, 131);
          posting(1, payer, "debit", 30, 2, 70);
          posting(2, payee, "credit", 31, 2, 131);
        });
  }

  @Test
  void transferWithoutItsPostingsIsRefused() {
    refused("does not balance", () -> transfer(2));
  }

  @Test
  void transferOfOnePostingIsRefused() {
    refused("transfer_outcome", () -> transfer(1));
  }

  @Test
  void declinedTransferWithPostingsIsRefused() {
    refused(
        "does not continue",
        () -> {
          jdbc.update(
              "INSERT INTO transfer (id, kind, decline_code, legs) VALUES (?, 'deduction', 'fenced', 0)",
              id);
          move(payer, 2, 70);
          posting(1, payer, "debit", 30, 2, 70);
        });
  }

  @Test
  void postingAddedToAnOldTransferIsRefused() {
    String old =
        jdbc.queryForList(
                "SELECT transfer_id FROM posting WHERE account_id = ?", String.class, payer)
            .getFirst();
    id = old;
    refused(
        "does not continue",
        () -> {
          move(payer, 2, 70);
          move(payee, 2, 130);
          posting(3, payer, "debit", 30, 2, 70);
          posting(4, payee, "credit", 30, 2, 130);
        });
  }

  @Test
  void gapInTheVersionsIsRefused() {
    refused(
        "does not continue",
        () -> {
          transfer(2);
          move(payer, 3, 70);
          move(payee, 2, 130);
          posting(1, payer, "debit", 30, 3, 70);
          posting(2, payee, "credit", 30, 2, 130);
        });
  }

  @Test
  void versionUsedTwiceIsRefused() {
    refused(
        "posting_pkey",
        () -> {
          transfer(2);
          move(payee, 2, 130);
          posting(1, payer, "debit", 30, 1, 70);
        });
  }

  @Test
  void balanceThatDoesNotFollowFromThePostingIsRefused() {
    refused(
        "does not continue",
        () -> {
          transfer(2);
          move(payer, 2, 71);
          posting(1, payer, "debit", 30, 2, 71);
        });
  }

  @Test
  void postingThatItsAccountDidNotFollowIsRefused() {
    refused(
        "does not continue",
        () -> {
          transfer(2);
          posting(1, payer, "debit", 30, 2, 70);
        });
  }

  @Test
  void balanceChangedWithoutAPostingIsRefused() {
    refused(
        "differs from its postings",
        () -> jdbc.update("UPDATE account SET posted = posted + 1 WHERE id = ?", payer));
    refused(
        "differs from its postings",
        () -> jdbc.update("UPDATE account SET version = version + 1 WHERE id = ?", payer));
    refused("differs from its postings", () -> move(payer, 0, 0));
  }

  @Test
  void walletBelowItsFloorIsRefused() {
    refused("account_floor", () -> move(payer, 2, -1));
    refused(
        "account_floor", () -> jdbc.update("UPDATE account SET held = 101 WHERE id = ?", payer));
  }

  @Test
  void postingInAnotherCurrencyIsRefused() {
    refused(
        "posting_account_id_currency_fkey",
        () -> {
          transfer(2);
          move(payer, 2, 70);
          jdbc.update(
              "INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency,"
                  + " account_version, balance_after) VALUES (?, 1, ?, 'debit', 30, 'EUR', 2, 70)",
              id,
              payer);
        });
  }

  @Test
  void accountThatOpensWithMoneyIsRefused() {
    refused(
        "INSERT of account refused",
        () ->
            jdbc.update(
                "INSERT INTO account (kind, merchant_id, user_id, currency, posted)"
                    + " VALUES ('wallet', ?, 'C', 'USD', 1)",
                id));
  }

  @Test
  void secondReversalOfOneTransferIsRefused() {
    String fence =
        "INSERT INTO transfer (id, kind, decline_code, legs, reverses)"
            + " VALUES (?, ?, 'fenced', 0, ?)";
    refused(
        "transfer_reverses_key",
        () -> {
          jdbc.update(fence, id, "deduction", null);
          jdbc.update(fence, id + ":1", "reversal", id);
          jdbc.update(fence, id + ":2", "reversal", id);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE posting SET amount = amount + 1",
        "DELETE FROM posting",
        "TRUNCATE posting",
        "UPDATE transfer SET trace_id = NULL",
        "DELETE FROM transfer",
        "TRUNCATE transfer, posting",
        "DELETE FROM account",
        "TRUNCATE account CASCADE",
        "UPDATE account SET currency = 'EUR'",
        "UPDATE account SET user_id = 'someone else'"
      })
  void whatIsWrittenStaysWritten(String change) {
    refused("refused", () -> jdbc.execute(change));
  }

  private void refused(String why, Runnable work) {
    assertThatThrownBy(() -> inTransaction(work)).rootCause().hasMessageContaining(why);
  }

  private void inTransaction(Runnable work) {
    transaction.executeWithoutResult(_ -> work.run());
  }

  private void transfer(int legs) {
    jdbc.update(
        "INSERT INTO transfer (id, kind, legs, fingerprint) VALUES (?, 'deposit', ?, '\\x00')",
        id,
        legs);
  }

  private void move(UUID account, long version, long posted) {
    jdbc.update(
        "UPDATE account SET version = ?, posted = ? WHERE id = ?", version, posted, account);
  }

  private void posting(
      int leg, UUID account, String direction, long amount, long version, long balanceAfter) {
    jdbc.update(
        "INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency,"
            + " account_version, balance_after) VALUES (?, ?, ?, ?, ?, 'USD', ?, ?)",
        id,
        leg,
        account,
        direction,
        amount,
        version,
        balanceAfter);
  }
}
