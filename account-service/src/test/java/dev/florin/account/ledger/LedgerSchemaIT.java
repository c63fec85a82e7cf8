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
import dev.florin.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Plants in the database what the code never writes, and sees it refused. */
@AccountServiceTest
class LedgerSchemaIT {

  private final JdbcTemplate jdbc;
  private final List<String> parts = new ArrayList<>();
  private final Wallets wallets;
  private final DepositFunds depositFunds;

  private UUID payer = new UUID(0, 0);
  private UUID payee = new UUID(0, 0);
  private String id = "";

  @Autowired
  LedgerSchemaIT(JdbcTemplate jdbc, Wallets wallets, DepositFunds depositFunds) {
    this.jdbc = jdbc;
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
                inOneStatement(
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
          declined(id, "deduction", null);
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
        "does not continue",
        () -> {
          transfer(2);
          move(payer, 2, 70);
          posting(1, payer, "debit", 30, "EUR", 2, 70);
        });
  }

  @Test
  void transferInTwoCurrenciesIsRefused() {
    Money oneEuro = Money.parse("1.00", "EUR");
    UUID euros = AccountFixtures.wallet(wallets, depositFunds, newMerchant(), "C", oneEuro).id();
    refused(
        "does not balance",
        () -> {
          transfer(2);
          move(payer, 2, 70);
          move(euros, 2, 130);
          posting(1, payer, "debit", 30, "USD", 2, 70);
          posting(2, euros, "credit", 30, "EUR", 2, 130);
        });
  }

  @Test
  void postingOfNoTransferOrNoAccountIsRefused() {
    refused(
        "does not continue",
        () -> {
          move(payer, 2, 70);
          posting(1, payer, "debit", 30, 2, 70);
        });
    refused(
        "does not continue",
        () -> {
          transfer(2);
          posting(1, new UUID(0, 7), "debit", 30, 1, -30);
          posting(2, new UUID(0, 8), "credit", 30, 1, 30);
        });
  }

  @Test
  void holdThatGrowsChangesOrComesBackIsRefused() {
    String hold =
        "INSERT INTO hold (id, account_id, currency, amount, remaining, status, fingerprint, expires_at)"
            + " VALUES (?, ?, 'USD', 50, 50, 'placed', '\\x00', now())";
    jdbc.update("UPDATE account SET held = 50 WHERE id = ?", payer);
    jdbc.update(hold, id, payer);
    String change = "UPDATE hold SET %s WHERE id = '" + id + "'";
    refused("refused", () -> jdbc.execute(change.formatted("remaining = 51, amount = 51")));
    refused("hold_within_amount", () -> jdbc.execute(change.formatted("posted = 1")));
    refused("refused", () -> jdbc.execute(change.formatted("account_id = '" + payee + "'")));
    refused("hold_remaining", () -> jdbc.execute(change.formatted("status = 'voided'")));
    jdbc.update("UPDATE account SET held = 0 WHERE id = ?", payer);
    jdbc.execute(change.formatted("status = 'voided', remaining = 0"));
    refused("is voided", () -> jdbc.execute(change.formatted("status = 'placed', remaining = 50")));
    refused("refused", () -> jdbc.execute("DELETE FROM hold"));
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
    refused(
        "transfer_by_reverses",
        () -> {
          declined(id, "deduction", null);
          declined(id + ":1", "reversal", id);
          declined(id + ":2", "reversal", id);
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
    assertThatThrownBy(() -> inOneStatement(work)).rootCause().hasMessageContaining(why);
  }

  /** Runs the work; what it collected in {@link #parts} is one statement, as the engine's is. */
  private void inOneStatement(Runnable work) {
    parts.clear();
    work.run();
    if (!parts.isEmpty()) {
      List<String> named =
          IntStream.range(0, parts.size())
              .mapToObj(n -> "part%d AS (%s)".formatted(n, parts.get(n)))
              .toList();
      jdbc.execute("WITH " + String.join(", ", named) + " SELECT 1");
    }
  }

  private void transfer(int legs) {
    parts.add(
        "INSERT INTO transfer (id, kind, legs, fingerprint) VALUES ('%s', 'deposit', %d, '\\x00')"
            .formatted(id, legs));
  }

  private void declined(String declinedId, String kind, @Nullable String reverses) {
    parts.add(
        "INSERT INTO transfer (id, kind, decline_code, legs, reverses) VALUES ('%s', '%s', 'fenced', 0, %s)"
            .formatted(declinedId, kind, reverses == null ? "NULL" : "'" + reverses + "'"));
  }

  private void move(UUID account, long version, long posted) {
    parts.add(
        "UPDATE account SET version = %d, posted = %d WHERE id = '%s'"
            .formatted(version, posted, account));
  }

  private void posting(
      int leg, UUID account, String direction, long amount, long version, long balanceAfter) {
    posting(leg, account, direction, amount, "USD", version, balanceAfter);
  }

  private void posting(
      int leg,
      UUID account,
      String direction,
      long amount,
      String currency,
      long version,
      long balanceAfter) {
    parts.add(
        "INSERT INTO posting (transfer_id, leg, account_id, direction, amount, currency, account_version, balance_after) VALUES ('%s', %d, '%s', '%s', %d, '%s', %d, %d)"
            .formatted(id, leg, account, direction, amount, currency, version, balanceAfter));
  }
}
