package dev.florin.payment.timeline;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the other services wrote down. Each answers, or is silent and leaves a gap. */
public interface Neighbours {

  /** What came of a question. */
  sealed interface Reply<T> {

    /** It was answered. */
    record Told<T>(T what) implements Reply<T> {}

    /** It was not answered in time, or not at all. */
    record Silent<T>() implements Reply<T> {}

    /** What was told, or instead of it what nobody told. */
    default T orElse(T nothing) {
      return switch (this) {
        case Told<T>(T what) -> what;
        case Silent<T>() -> nothing;
      };
    }
  }

  /** account-service: what the ledger did for a payment and the operations on it. */
  Reply<Ledger> ledgerOf(UUID paymentUuid, Collection<UUID> operations);

  /** account-service: what the ledger did in a trace. */
  Reply<Ledger> ledgerIn(String traceId);

  /** channel-service: what was tried for a payment. */
  Reply<List<Attempt>> attemptsOf(UUID paymentUuid);

  /** channel-service: what was tried in a trace. */
  Reply<List<Attempt>> attemptsIn(String traceId);

  /** risk-service: how a payment was assessed; empty if it never was. */
  Reply<Optional<Assessment>> assessmentOf(UUID paymentUuid);

  /** notification-service: what was told about a payment. */
  Reply<List<Notification>> notificationsOf(UUID paymentUuid);

  /** Transfers in the order of the ledger, holds by age. */
  record Ledger(List<Transfer> transfers, List<Hold> holds) {

    /** Nothing happened, or nobody told. */
    public static final Ledger EMPTY = new Ledger(List.of(), List.of());
  }

  /**
   * A transfer.
   *
   * @param result {@code posted}, {@code declined} or {@code fenced}
   */
  @Schema(name = "TracedTransfer")
  record Transfer(
      String transferId,
      String kind,
      String result,
      @Nullable String declineCode,
      @Nullable String merchantId,
      @Nullable String reverses,
      @Nullable String holdId,
      @Nullable String reason,
      List<Posting> postings,
      Instant createdAt,
      @Nullable String traceId) {}

  /** One side of a transfer. */
  @Schema(name = "TracedPosting")
  record Posting(
      String direction, String account, @Nullable String userId, String amount, String currency) {}

  /** A hold as it is now. */
  @Schema(name = "TracedHold")
  record Hold(
      String holdId,
      String status,
      @Nullable String declineCode,
      @Nullable String merchantId,
      @Nullable String userId,
      @Nullable String amount,
      @Nullable String posted,
      @Nullable String currency,
      Instant createdAt,
      Instant updatedAt,
      @Nullable String traceId) {}

  /** One try at a channel. */
  @Schema(name = "TracedAttempt")
  record Attempt(
      String attemptId,
      UUID paymentUuid,
      String channel,
      String operation,
      String status,
      String result,
      @Nullable String declineCode,
      @Nullable String transactionId,
      @Nullable String message,
      String amount,
      String currency,
      Instant sentAt,
      Instant updatedAt,
      @Nullable String traceId) {}

  /** What the risk rules said. */
  record Assessment(
      String decision,
      String level,
      int score,
      List<MatchedRule> matchedRules,
      Instant createdAt,
      @Nullable String traceId) {}

  /** A rule that matched, in the version that was in force. */
  record MatchedRule(String rule, int version) {}

  /** What a merchant was told. */
  record Notification(
      UUID eventId,
      String type,
      String status,
      Instant createdAt,
      Instant deliveredAt,
      @Nullable String traceId) {}
}
