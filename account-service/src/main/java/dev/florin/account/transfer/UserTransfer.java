package dev.florin.account.transfer;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's payment to others, and how far it has come. Immutable: a step answers with a copy that
 * holds what it learned, and {@link OpenTransfers} decides whether that copy still counts.
 *
 * @param resumptions how often it was taken up again; it fences off a worker whose lease has passed
 * @param tries how often it was given back with its outcome open; the next pause depends on it
 * @param failure why it failed
 * @param abandonedFor why it is being rolled back, once nothing else may happen to it
 */
public record UserTransfer(
    Id id,
    Terms terms,
    Status status,
    int resumptions,
    int tries,
    @Nullable Risk risk,
    @Nullable Failure failure,
    @Nullable Failure abandonedFor,
    Trace trace,
    Instant createdAt,
    Instant updatedAt) {

  /** The internal identity, after which every step is named. */
  public record Id(UUID value) {

    /** A new id, ordered by time. */
    static Id next() {
      return new Id(UuidCreator.getTimeOrderedEpoch());
    }

    /** The id of a step: the same whenever the step is repeated. */
    public String step(String name) {
      return value + ":" + name;
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  /**
   * What was asked for; it never changes.
   *
   * @param transferId the external name, unique within the merchant
   * @param shares who gets how much; they sum to the amount
   */
  public record Terms(
      String merchantId,
      String transferId,
      String fromUser,
      Money amount,
      List<Share> shares,
      @Nullable String description) {

    /** Copies the shares. */
    public Terms {
      shares = List.copyOf(shares);
    }

    List<String> payees() {
      return shares.stream().map(Share::toUser).toList();
    }
  }

  /** Where a transfer stands; all but the first are final. */
  public enum Status {
    PROCESSING,
    SUCCEEDED,
    FAILED;

    /** The name on the wire and in the database. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** What the assessment said, or that the transfer went on without one. */
  public record Risk(Decision decision, @Nullable String level, @Nullable Integer score) {

    /** A transfer that goes on although no assessment could be had. */
    static final Risk DEGRADED = new Risk(Decision.DEGRADED, null, null);

    /** The possible decisions. */
    public enum Decision {
      ALLOW,
      REVIEW,
      DENY,
      DEGRADED;

      String wireName() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /** The trace that caused the transfer; both parts are null where nothing was traced. */
  record Trace(@Nullable String traceId, @Nullable String traceparent) {}

  /** Whether an earlier run may have reached any of the steps. */
  boolean resumed() {
    return resumptions > 0;
  }

  UserTransfer assessed(Risk result) {
    return with(result, failure, abandonedFor);
  }

  /** This transfer as its row still has it. */
  UserTransfer open() {
    return with(risk, null, abandonedFor);
  }

  UserTransfer failedFor(Failure reason) {
    return with(risk, reason, abandonedFor);
  }

  UserTransfer abandoned(Failure reason) {
    return with(risk, failure, reason);
  }

  private UserTransfer with(
      @Nullable Risk newRisk, @Nullable Failure newFailure, @Nullable Failure newAbandonedFor) {
    return new UserTransfer(
        id,
        terms,
        status,
        resumptions,
        tries,
        newRisk,
        newFailure,
        newAbandonedFor,
        trace,
        createdAt,
        updatedAt);
  }
}
