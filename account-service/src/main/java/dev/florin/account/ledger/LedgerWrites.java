package dev.florin.account.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what a batch did: transfers, postings and balances in one statement. */
final class LedgerWrites {

  private static final String POST =
      """
      WITH transfers AS (
        INSERT INTO transfer
          (id, kind, decline_code, legs, merchant_id, reverses, hold_id, reason, fingerprint,
           trace_id)
        SELECT id, kind, decline_code, legs, merchant_id, reverses, hold_id, reason,
               decode(fingerprint, 'hex'), trace_id
        FROM unnest(?::text[], ?::text[], ?::text[], ?::smallint[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[])
          AS t (id, kind, decline_code, legs, merchant_id, reverses, hold_id, reason, fingerprint,
                trace_id)
      ), postings AS (
        INSERT INTO posting
          (transfer_id, leg, account_id, direction, amount, currency, account_version,
           balance_after)
        SELECT *
        FROM unnest(?::text[], ?::smallint[], ?::uuid[], ?::text[], ?::bigint[], ?::text[],
                    ?::bigint[], ?::bigint[])
      ), moved AS (
        UPDATE account SET posted = m.posted, held = m.held, version = m.version
        FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
          AS m (id, posted, held, version, found)
        WHERE account.id = m.id AND account.version = m.found
        RETURNING account.id
      )
      SELECT count(*) FROM moved
      """;

  private static final String PLACE =
      """
      INSERT INTO hold
        (id, account_id, merchant_id, currency, amount, posted, remaining, status, decline_code,
         fingerprint, expires_at, trace_id)
      SELECT id, account_id, merchant_id, currency, amount, posted, remaining, status,
             decline_code, decode(fingerprint, 'hex'), expires_at, trace_id
      FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                  ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
        AS h (id, account_id, merchant_id, currency, amount, posted, remaining, status,
              decline_code, fingerprint, expires_at, trace_id)
      """;

  private static final String CHANGE =
      """
      UPDATE hold SET posted = h.posted, remaining = h.remaining, status = h.status,
                      updated_at = now()
      FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[])
        AS h (id, posted, remaining, status)
      WHERE hold.id = h.id
      """;

  private final Connection connection;

  LedgerWrites(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes everything that the batch changed.
   *
   * @throws OvertakenException if an account is not as it was found, which its lock should prevent
   */
  void write(Book book) throws SQLException {
    place(book.newHolds());
    change(book.changedHolds());
    List<StoredTransfer> transfers = book.newTransfers();
    List<LockedAccount> accounts = book.changedAccounts();
    if (!transfers.isEmpty() || !accounts.isEmpty()) {
      post(transfers, accounts);
    }
  }

  private record Posting(String transferId, int leg, Entry entry) {}

  private void post(List<StoredTransfer> transfers, List<LockedAccount> accounts)
      throws SQLException {
    List<Posting> postings = transfers.stream().flatMap(LedgerWrites::postings).toList();
    try (PreparedStatement statement = connection.prepareStatement(POST)) {
      new Arrays(statement)
          .texts(transfers, StoredTransfer::id)
          .texts(transfers, transfer -> transfer.kind().code())
          .texts(transfers, transfer -> code(transfer.declineCode()))
          .shorts(transfers, transfer -> (short) transfer.entries().size())
          .texts(transfers, StoredTransfer::merchantId)
          .texts(transfers, StoredTransfer::reverses)
          .texts(transfers, StoredTransfer::holdId)
          .texts(transfers, StoredTransfer::reason)
          .texts(transfers, StoredTransfer::fingerprint)
          .texts(transfers, StoredTransfer::traceId)
          .texts(postings, Posting::transferId)
          .shorts(postings, posting -> (short) posting.leg())
          .objects("uuid", postings, posting -> posting.entry().accountId())
          .texts(postings, posting -> posting.entry().direction().code())
          .longs(postings, posting -> posting.entry().amount().minorUnits())
          .texts(postings, posting -> posting.entry().amount().currencyCode())
          .longs(postings, posting -> posting.entry().version())
          .longs(postings, posting -> posting.entry().balanceAfter())
          .objects("uuid", accounts, account -> account.id)
          .longs(accounts, LockedAccount::posted)
          .longs(accounts, LockedAccount::held)
          .longs(accounts, LockedAccount::version)
          .longs(accounts, account -> account.foundVersion);
      try (ResultSet moved = statement.executeQuery()) {
        moved.next();
        if (moved.getInt(1) != accounts.size()) {
          throw new OvertakenException("an account changed under its lock");
        }
      }
    }
  }

  private static Stream<Posting> postings(StoredTransfer transfer) {
    List<Entry> entries = transfer.entries();
    return IntStream.range(0, entries.size())
        .mapToObj(n -> new Posting(transfer.id(), n + 1, entries.get(n)));
  }

  private void place(List<StoredHold> holds) throws SQLException {
    if (holds.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
      new Arrays(statement)
          .texts(holds, StoredHold::id)
          .objects("uuid", holds, of(Hold::accountId))
          .texts(holds, of(Hold::merchantId))
          .texts(holds, of(hold -> hold.amount().currencyCode()))
          .longs(holds, orZero(hold -> hold.amount().minorUnits()))
          .longs(holds, orZero(Hold::posted))
          .longs(holds, orZero(Hold::remaining))
          .texts(holds, LedgerWrites::status)
          .texts(holds, hold -> code(hold.declineCode()))
          .texts(holds, StoredHold::fingerprint)
          .objects("timestamptz", holds, of(LedgerWrites::expiry))
          .texts(holds, StoredHold::traceId);
      statement.executeUpdate();
    }
  }

  private void change(List<StoredHold> holds) throws SQLException {
    if (holds.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(CHANGE)) {
      new Arrays(statement)
          .texts(holds, StoredHold::id)
          .longs(holds, orZero(Hold::posted))
          .longs(holds, orZero(Hold::remaining))
          .texts(holds, LedgerWrites::status);
      statement.executeUpdate();
    }
  }

  private static <T> Function<StoredHold, @Nullable T> of(Function<Hold, @Nullable T> column) {
    return stored -> stored.hold() == null ? null : column.apply(stored.hold());
  }

  private static Function<StoredHold, Long> orZero(Function<Hold, Long> column) {
    return stored -> stored.hold() == null ? Long.valueOf(0) : column.apply(stored.hold());
  }

  private static OffsetDateTime expiry(Hold hold) {
    return hold.expiresAt().atOffset(ZoneOffset.UTC);
  }

  private static String status(StoredHold stored) {
    return stored.hold() == null ? "declined" : stored.hold().status().code();
  }

  private static @Nullable String code(@Nullable DeclineCode declineCode) {
    return declineCode == null ? null : declineCode.code();
  }

  /**
   * Binds one array per column, in the order of the statement's parameters. The driver sends arrays
   * of these types in binary form, which spares both sides their text.
   */
  private final class Arrays {

    private final PreparedStatement statement;
    private int index;

    Arrays(PreparedStatement statement) {
      this.statement = statement;
    }

    <T> Arrays texts(List<T> rows, Function<T, @Nullable String> column) throws SQLException {
      return bind("text", rows, column, new String[rows.size()]);
    }

    <T> Arrays longs(List<T> rows, Function<T, Long> column) throws SQLException {
      return bind("int8", rows, column, new Long[rows.size()]);
    }

    <T> Arrays shorts(List<T> rows, Function<T, Short> column) throws SQLException {
      return bind("int2", rows, column, new Short[rows.size()]);
    }

    <T> Arrays objects(String type, List<T> rows, Function<T, ? extends @Nullable Object> column)
        throws SQLException {
      return bind(type, rows, column, new Object[rows.size()]);
    }

    private <T> Arrays bind(
        String type,
        List<T> rows,
        Function<T, ? extends @Nullable Object> column,
        @Nullable Object[] values)
        throws SQLException {
      for (int i = 0; i < values.length; i++) {
        values[i] = column.apply(rows.get(i));
      }
      statement.setArray(++index, connection.createArrayOf(type, values));
      return this;
    }
  }
}
