package dev.florin.payment.reconciliation;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person has to look at.
 *
 * @param uuid UUIDv7, so that ids follow time
 * @param merchantId whose payment it is about
 * @param paymentId the payment's external name
 * @param attemptId the attempt that it is about, if it is about one
 * @param detail what was expected and what was found, by name
 * @param traceId the trace in which it was found
 * @param closing how it was closed; null while it is open
 */
public record ReconciliationCase(
    UUID uuid,
    Kind kind,
    UUID paymentUuid,
    String merchantId,
    String paymentId,
    @Nullable String attemptId,
    @Nullable String channel,
    Map<String, @Nullable String> detail,
    @Nullable String traceId,
    Instant openedAt,
    @Nullable Closing closing) {

  /** Why there is a case. */
  public enum Kind {
    /** A channel approved an attempt that had been given up. */
    LATE_SUCCESS,
    /** A channel tells another end of an attempt than before. */
    CONTRADICTION,
    /** A channel confirms another amount than it was asked for. */
    AMOUNT_MISMATCH,
    /** A payment that went on without an assessment would have been refused. */
    LATE_DENIAL,
    /** A channel refuses to void what we have released. */
    VOID_REFUSED,
    /** A channel keeps what it took too late. */
    REFUND_REFUSED;

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far a case has come. */
  public enum Status {
    OPEN,
    CLOSED;

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The status of that name. */
    public static Optional<Status> of(String wireName) {
      return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
  }

  /** Who closed a case, when, why and in which trace. */
  public record Closing(String actor, Instant at, String reason, @Nullable String traceId) {}

  /** Where it stands. */
  public Status status() {
    return closing == null ? Status.OPEN : Status.CLOSED;
  }

  /** The id on the wire. */
  public String id() {
    return PREFIX + uuid;
  }

  /** What the ids of cases begin with. */
  public static final String PREFIX = "case_";
}
