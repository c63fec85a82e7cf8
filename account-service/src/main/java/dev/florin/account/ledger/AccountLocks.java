package dev.florin.account.ledger;

import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.LockedAccount.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Locks both sides of a transfer in one statement and in account-id order, so that no two
 * transactions wait for each other.
 */
@Component
class AccountLocks {

  private static final String COLUMNS =
      "SELECT id, kind, merchant_id, user_id, status, posted, held, version FROM account ";

  private static final String LOCK_BY_ID =
      COLUMNS + "WHERE id IN (?, ?) AND currency = ? ORDER BY id FOR UPDATE";

  private static final String LOCK_WALLET =
      COLUMNS
          + """
          WHERE currency = ?
            AND (id = ?
              OR (kind = 'wallet' AND merchant_id = ? AND user_id = ? AND currency = ?))
          ORDER BY id FOR UPDATE
          """;

  private final JdbcTemplate jdbc;
  private final SystemAccounts systemAccounts;

  AccountLocks(JdbcTemplate jdbc, SystemAccounts systemAccounts) {
    this.jdbc = jdbc;
    this.systemAccounts = systemAccounts;
  }

  /** Both sides under lock; a side is null if there is no such account in this currency. */
  record Sides(@Nullable LockedAccount debit, @Nullable LockedAccount credit) {}

  Sides lock(String transferId, AccountRef debit, AccountRef credit, String currency) {
    AccountRef from = resolve(debit, currency, transferId);
    AccountRef to = resolve(credit, currency, transferId);
    Sides sides = lockRows(from, to, currency);
    boolean opened = openIfMissing(debit, sides.debit(), currency);
    opened |= openIfMissing(credit, sides.credit(), currency);
    return opened ? lockRows(from, to, currency) : sides;
  }

  private AccountRef resolve(AccountRef ref, String currency, String transferId) {
    return ref instanceof SystemAccount account
        ? new Existing(systemAccounts.stripe(account, currency, transferId))
        : ref;
  }

  /** A row that does not exist cannot be locked, so it is written first. */
  private boolean openIfMissing(AccountRef ref, @Nullable LockedAccount found, String currency) {
    if (found == null && ref instanceof SystemAccount missing) {
      systemAccounts.open(missing, currency);
      return true;
    }
    return false;
  }

  private Sides lockRows(AccountRef debit, AccountRef credit, String currency) {
    List<LockedAccount> rows =
        switch (debit) {
          case Wallet wallet -> lockWallet(wallet, idOf(credit), currency);
          case Existing(UUID id) ->
              credit instanceof Wallet wallet
                  ? lockWallet(wallet, id, currency)
                  : jdbc.query(LOCK_BY_ID, AccountLocks::row, id, idOf(credit), currency);
          case SystemAccount _ -> throw new IllegalArgumentException("not resolved");
        };
    return new Sides(find(rows, debit), find(rows, credit));
  }

  private List<LockedAccount> lockWallet(Wallet wallet, UUID other, String currency) {
    return jdbc.query(
        LOCK_WALLET,
        AccountLocks::row,
        currency,
        other,
        wallet.merchantId(),
        wallet.userId(),
        currency);
  }

  private static UUID idOf(AccountRef ref) {
    if (ref instanceof Existing(UUID id)) {
      return id;
    }
    throw new IllegalArgumentException("one side of a transfer is named by its id");
  }

  private static @Nullable LockedAccount find(List<LockedAccount> rows, AccountRef ref) {
    for (LockedAccount row : rows) {
      if (ref instanceof Wallet(String merchantId, String userId)
          ? row.isWalletOf(merchantId, userId)
          : row.id().equals(idOf(ref))) {
        return row;
      }
    }
    return null;
  }

  private static LockedAccount row(ResultSet row, int number) throws SQLException {
    return new LockedAccount(
        Objects.requireNonNull(row.getObject("id", UUID.class)),
        "wallet".equals(row.getString("kind")),
        row.getString("merchant_id"),
        row.getString("user_id"),
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getLong("posted"),
        row.getLong("held"),
        row.getLong("version"));
  }
}
