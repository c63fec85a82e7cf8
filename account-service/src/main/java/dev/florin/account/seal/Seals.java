package dev.florin.account.seal;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The blocks, and the transfers that are not in one yet. */
final class Seals {

  /** Any number, the same in every instance. */
  private static final long LOCK = 0x466c6f72696e5365L;

  private static final int ROWS_AT_ONCE = 1000;

  private static final String UNSEALED =
      "SELECT "
          + TransferRows.COLUMNS
          + """
            FROM (SELECT * FROM transfer
                  WHERE position > ? AND position <= ? ORDER BY position LIMIT ?) t
            LEFT JOIN posting p ON p.transfer_id = t.id
            ORDER BY t.position, p.leg
            """;

  private final JdbcClient jdbc;
  private final JdbcTemplate streaming;

  Seals(DataSource dataSource) {
    this.jdbc = JdbcClient.create(dataSource);
    this.streaming = new JdbcTemplate(dataSource);
    streaming.setFetchSize(ROWS_AT_ONCE);
  }

  /**
   * Where the chain ends.
   *
   * @param number zero, and zeros, if there is no block yet
   */
  record End(long number, long lastPosition, String head) {

    private static final End NONE = new End(0, Long.MIN_VALUE, "00".repeat(Hashes.LENGTH));
  }

  /** Until the end of the transaction, unless another one seals already. */
  boolean tryLock() {
    return jdbc.sql("SELECT pg_try_advisory_xact_lock(?)")
        .param(LOCK)
        .query(Boolean.class)
        .single();
  }

  End end() {
    return jdbc.sql(
            """
            SELECT number, last_position, encode(head, 'hex') AS head
            FROM seal ORDER BY number DESC LIMIT 1
            """)
        .query(
            (row, _) ->
                new End(row.getLong("number"), row.getLong("last_position"), row.getString("head")))
        .optional()
        .orElse(End.NONE);
  }

  /** The next transfers behind a position, with their postings, in order. */
  void readUnsealed(long after, long upTo, int atMost, Consumer<SealedTransfer> consumer) {
    TransferRows rows = new TransferRows(consumer);
    streaming.query(UNSEALED, rows, after, upTo, atMost);
    rows.finish();
  }

  /** When the oldest transfer that is in no block was made. */
  @Nullable Instant oldestUnsealed() {
    return jdbc.sql(
            """
            SELECT created_at FROM transfer
            WHERE position > coalesce((SELECT max(last_position) FROM seal), %d)
            ORDER BY position LIMIT 1
            """
                .formatted(Long.MIN_VALUE))
        .query(Instant.class)
        .optional()
        .orElse(null);
  }

  /** Whether there is a transfer up to that position that is in no block. */
  boolean hasUnsealed(long upTo) {
    return jdbc.sql("SELECT EXISTS (SELECT FROM transfer WHERE position > ? AND position <= ?)")
        .param(end().lastPosition())
        .param(upTo)
        .query(Boolean.class)
        .single();
  }

  /** Microseconds since 1970-01-01T00:00:00Z. */
  long now() {
    return jdbc.sql("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        .query(Long.class)
        .single();
  }

  void keepKey(SealKey key) {
    jdbc.sql("INSERT INTO seal_key (key_id, public_key) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .param(key.id())
        .param(key.encodedPublicKey())
        .update();
  }

  void write(Seal seal, List<byte[]> leaves, byte[] head, byte[] signature) {
    ByteArrayOutputStream concatenated = new ByteArrayOutputStream(leaves.size() * Hashes.LENGTH);
    leaves.forEach(concatenated::writeBytes);
    jdbc.sql(
            """
            INSERT INTO seal (number, first_position, last_position, transfers, leaves, root,
                              previous_head, head, signature, key_id, sealed_at)
            VALUES (?, ?, ?, ?, ?, decode(?, 'hex'), decode(?, 'hex'), ?, ?, ?, ?)
            """)
        .param(seal.number())
        .param(seal.firstPosition())
        .param(seal.lastPosition())
        .param(seal.transfers())
        .param(concatenated.toByteArray())
        .param(seal.root())
        .param(seal.previousHead())
        .param(head)
        .param(signature)
        .param(seal.keyId())
        .param(
            Instant.EPOCH.plus(seal.sealedAtMicros(), ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
        .update();
  }

  /** A transfer with its postings, sealed or not. */
  Optional<SealedTransfer> transfer(String id) {
    SealedTransfer[] found = new SealedTransfer[1];
    TransferRows rows = new TransferRows(transfer -> found[0] = transfer);
    streaming.query(
        "SELECT "
            + TransferRows.COLUMNS
            + """
              FROM transfer t LEFT JOIN posting p ON p.transfer_id = t.id
              WHERE t.id = ? ORDER BY p.leg
              """,
        rows,
        id);
    rows.finish();
    return Optional.ofNullable(found[0]);
  }

  /**
   * A block as it is stored, and the key that signed it.
   *
   * @param publicKey in base64
   */
  record Stored(Seal seal, MerkleTree tree, String head, String signature, String publicKey) {}

  /** The block that a position belongs to, if it is sealed. */
  Optional<Stored> blockOf(long position) {
    return jdbc.sql(
            """
            SELECT s.number, s.first_position, s.last_position, s.transfers, s.leaves,
                   encode(s.root, 'hex') AS root,
                   encode(s.previous_head, 'hex') AS previous_head, encode(s.head, 'hex') AS head,
                   encode(s.signature, 'hex') AS signature, s.key_id,
                   encode(k.public_key, 'base64') AS public_key,
                   (extract(epoch FROM s.sealed_at) * 1000000)::bigint AS sealed_at
            FROM seal s JOIN seal_key k USING (key_id)
            WHERE s.last_position >= ? ORDER BY s.last_position LIMIT 1
            """)
        .param(position)
        .query(
            (row, _) ->
                new Stored(
                    new Seal(
                        row.getLong("number"),
                        row.getLong("first_position"),
                        row.getLong("last_position"),
                        row.getInt("transfers"),
                        row.getString("root"),
                        row.getString("previous_head"),
                        row.getString("key_id"),
                        row.getLong("sealed_at")),
                    MerkleTree.of(row.getBytes("leaves")),
                    row.getString("head"),
                    row.getString("signature"),
                    row.getString("public_key")))
        .optional();
  }

  /** The keys that sealed, oldest first. */
  List<PublicSealKey> keys() {
    return jdbc.sql(
            """
            SELECT key_id, encode(public_key, 'base64') AS public_key, first_used_at
            FROM seal_key ORDER BY first_used_at, key_id
            """)
        .query(
            (row, _) ->
                new PublicSealKey(
                    row.getString("key_id"),
                    row.getString("public_key"),
                    row.getObject("first_used_at", OffsetDateTime.class).toInstant()))
        .list();
  }
}
