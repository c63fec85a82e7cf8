package dev.florin.account.ledger;

import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.money.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Reads what a batch needs to know. */
final class LedgerReads {

  /**
   * One round trip: the time, the accounts under lock in id order, and what their lock protects.
   */
  private static final String LOCK =
      """
      SELECT now();
      SELECT id, kind, merchant_id, user_id, currency, status, posted, held, version
      FROM account WHERE id = ANY (%s) ORDER BY id FOR UPDATE;
      SELECT id, kind, decline_code, merchant_id, reverses, hold_id, reason,
             encode(fingerprint, 'hex') AS fingerprint, trace_id, created_at
      FROM transfer WHERE id = ANY (?)
      """;

  private static final String LOCK_KNOWN = LOCK.formatted("?");

  private static final String LOCK_KNOWN_AND_NAMED =
      LOCK.formatted(
          """
          ?::uuid[] || ARRAY(
            SELECT wallet.id
            FROM unnest(?::text[], ?::text[], ?::text[]) AS named (merchant_id, user_id, currency)
            JOIN account wallet USING (merchant_id, user_id, currency)
            WHERE wallet.kind = 'wallet')""");

  private static final String REVERSALS =
      """
      SELECT id, kind, decline_code, merchant_id, reverses, hold_id, reason,
             encode(fingerprint, 'hex') AS fingerprint, trace_id, created_at
      FROM transfer WHERE reverses = ANY (?)
      """;

  private static final String HOLDS =
      """
      SELECT id, account_id, merchant_id, currency, amount, posted, remaining, status,
             decline_code, encode(fingerprint, 'hex') AS fingerprint, expires_at, trace_id
      FROM hold WHERE id = ANY (?)
      """;

  private static final String ENTRIES =
      """
      SELECT transfer_id, account_id, direction, amount, currency, account_version, balance_after
      FROM posting WHERE transfer_id = ANY (?) ORDER BY transfer_id, leg
      """;

  private static final String HELD_ACCOUNTS =
      "SELECT id, account_id, currency FROM hold WHERE id = ANY (?) AND account_id IS NOT NULL";

  private static final String POSTED_ACCOUNTS =
      "SELECT DISTINCT account_id FROM posting WHERE transfer_id = ANY (?)";

  /** A hold's account, which never changes. */
  record HeldAccount(String holdId, UUID accountId, String currency) {}

  /** A wallet's name in one currency. */
  record WalletKey(Wallet wallet, String currency) {}

  private final Connection connection;

  LedgerReads(Connection connection) {
    this.connection = connection;
  }

  List<HeldAccount> heldAccounts(Set<String> holdIds) throws SQLException {
    List<HeldAccount> accounts = new ArrayList<>();
    each(
        HELD_ACCOUNTS,
        holdIds,
        row ->
            accounts.add(
                new HeldAccount(
                    row.getString("id"), uuid(row, "account_id"), row.getString("currency"))));
    return accounts;
  }

  List<UUID> postedAccounts(Set<String> transferIds) throws SQLException {
    List<UUID> accounts = new ArrayList<>();
    each(POSTED_ACCOUNTS, transferIds, row -> accounts.add(uuid(row, "account_id")));
    return accounts;
  }

  /**
   * Locks the accounts and reads the rest behind their locks.
   *
   * @param names learns the ids of {@code named}
   * @param named wallets whose ids are not known
   * @param reversed transfers that the batch takes back
   */
  Book lock(
      BatchNames names,
      Set<UUID> accountIds,
      Collection<WalletKey> named,
      Set<String> transferIds,
      Set<String> reversed,
      Set<String> holdIds)
      throws SQLException {
    Instant now;
    Map<UUID, LockedAccount> accounts = new HashMap<>();
    Map<String, StoredTransfer> transfers = new HashMap<>();
    String lock = named.isEmpty() ? LOCK_KNOWN : LOCK_KNOWN_AND_NAMED;
    try (PreparedStatement select = connection.prepareStatement(lock)) {
      int parameter = 1;
      select.setArray(parameter++, connection.createArrayOf("uuid", accountIds.toArray()));
      if (!named.isEmpty()) {
        select.setArray(parameter++, texts(named, key -> key.wallet().merchantId()));
        select.setArray(parameter++, texts(named, key -> key.wallet().userId()));
        select.setArray(parameter++, texts(named, WalletKey::currency));
      }
      select.setArray(parameter, texts(transferIds.toArray()));
      select.execute();
      try (ResultSet row = select.getResultSet()) {
        row.next();
        now = instant(row, "now");
      }
      select.getMoreResults();
      try (ResultSet row = select.getResultSet()) {
        while (row.next()) {
          LockedAccount account = account(row);
          accounts.put(account.id, account);
          if (account.wallet && !named.isEmpty()) {
            names.put(wallet(row), row.getString("currency"), account.id);
          }
        }
      }
      select.getMoreResults();
      try (ResultSet row = select.getResultSet()) {
        while (row.next()) {
          StoredTransfer transfer = transfer(row);
          transfers.put(transfer.id(), transfer);
        }
      }
    }
    each(REVERSALS, reversed, row -> transfers.putIfAbsent(row.getString("id"), transfer(row)));
    List<StoredHold> holds = new ArrayList<>();
    each(HOLDS, holdIds, row -> holds.add(hold(row)));
    return new Book(now, names, accounts, withEntries(transfers.values()), holds);
  }

  private List<StoredTransfer> withEntries(Collection<StoredTransfer> transfers)
      throws SQLException {
    List<String> posted =
        transfers.stream().filter(t -> t.declineCode() == null).map(StoredTransfer::id).toList();
    Map<String, List<Entry>> entries = new HashMap<>();
    each(
        ENTRIES,
        posted,
        row ->
            entries
                .computeIfAbsent(row.getString("transfer_id"), _ -> new ArrayList<>())
                .add(entry(row)));
    return transfers.stream().map(t -> t.with(entries.getOrDefault(t.id(), List.of()))).toList();
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void each(String sql, Collection<String> ids, RowReader reader) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, texts(ids.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          reader.read(row);
        }
      }
    }
  }

  private <T> java.sql.Array texts(Collection<T> named, Function<T, String> text)
      throws SQLException {
    return texts(named.stream().map(text).toArray());
  }

  private java.sql.Array texts(Object[] texts) throws SQLException {
    return connection.createArrayOf("text", texts);
  }

  private static Wallet wallet(ResultSet row) throws SQLException {
    return new Wallet(row.getString("merchant_id"), row.getString("user_id"));
  }

  private static LockedAccount account(ResultSet row) throws SQLException {
    return new LockedAccount(
        uuid(row, "id"),
        "wallet".equals(row.getString("kind")),
        row.getString("currency"),
        LockedAccount.Status.of(row.getString("status")),
        row.getLong("posted"),
        row.getLong("held"),
        row.getLong("version"));
  }

  private static StoredTransfer transfer(ResultSet row) throws SQLException {
    String declined = row.getString("decline_code");
    return new StoredTransfer(
        row.getString("id"),
        TransferKind.of(row.getString("kind")),
        declined == null ? null : DeclineCode.of(declined),
        row.getString("merchant_id"),
        row.getString("reverses"),
        row.getString("hold_id"),
        row.getString("reason"),
        row.getString("fingerprint"),
        row.getString("trace_id"),
        instant(row, "created_at"),
        List.of());
  }

  private static StoredHold hold(ResultSet row) throws SQLException {
    String id = row.getString("id");
    String fingerprint = row.getString("fingerprint");
    String traceId = row.getString("trace_id");
    String declined = row.getString("decline_code");
    if (declined != null) {
      return new StoredHold(id, null, DeclineCode.of(declined), fingerprint, traceId);
    }
    Hold hold =
        new Hold(
            id,
            uuid(row, "account_id"),
            row.getString("merchant_id"),
            Money.ofMinor(row.getLong("amount"), row.getString("currency")),
            row.getLong("posted"),
            row.getLong("remaining"),
            Hold.Status.of(row.getString("status")),
            instant(row, "expires_at"),
            traceId);
    return new StoredHold(id, hold, null, fingerprint, traceId);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        uuid(row, "account_id"),
        Direction.of(row.getString("direction")),
        Money.ofMinor(row.getLong("amount"), row.getString("currency")),
        row.getLong("account_version"),
        row.getLong("balance_after"));
  }

  private static UUID uuid(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, UUID.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
  }
}
