package dev.florin.account.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A link of the audit's chain; answers show it as it is.
 *
 * @param number its place, from 1 without gaps
 * @param before JSON
 * @param after JSON
 * @param createdAt when, by the database's clock
 * @param previousHash the hash of the link before it, 64 hexadecimal digits; zeros for the first
 * @param hash over all the rest, 64 hexadecimal digits
 */
public record AuditRecord(
    long number,
    String actor,
    String action,
    @Nullable UUID accountId,
    @Nullable String transferId,
    @JsonRawValue @Nullable String before,
    @JsonRawValue @Nullable String after,
    @Nullable String reason,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable String requestId,
    Instant createdAt,
    String previousHash,
    String hash) {

  /** What the first link has for the hash before it. */
  public static final String NO_HASH = "0".repeat(64);

  /**
   * As merchants may see it: of what operators did it tells neither who of them nor why, nor in
   * which request. It has the hash of the whole record.
   */
  AuditRecord forMerchants() {
    return new Actor(actor).isOperator()
        ? new AuditRecord(
            number,
            Actor.ANY_OPERATOR,
            action,
            accountId,
            transferId,
            before,
            after,
            null,
            traceId,
            null,
            null,
            createdAt,
            previousHash,
            hash)
        : this;
  }

  /** Whether the hash is that of the content; the database's own function has no say in it. */
  @JsonIgnore
  public boolean isIntact() {
    return hash.equals(computeHash());
  }

  private String computeHash() {
    MessageDigest digest = sha256();
    add(digest, Long.toString(number));
    add(digest, actor);
    add(digest, action);
    add(digest, accountId == null ? null : accountId.toString());
    add(digest, transferId);
    add(digest, before);
    add(digest, after);
    add(digest, reason);
    add(digest, traceId);
    add(digest, spanId);
    add(digest, requestId);
    add(digest, Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt)));
    add(digest, previousHash);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, @Nullable String part) {
    byte[] bytes = part == null ? new byte[0] : part.getBytes(UTF_8);
    digest.update(((part == null ? "-" : bytes.length) + ":").getBytes(UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
