package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.Attempt;
import org.jspecify.annotations.Nullable;

record AttemptAnswer(
    String attemptId,
    String channel,
    String result,
    @Nullable String declineCode,
    @Nullable String transactionId,
    @Nullable NextAction nextAction,
    @Nullable String message) {

  /** Where the payer is to go. */
  record NextAction(String type, String url) {}

  static AttemptAnswer of(Attempt attempt) {
    String url = attempt.nextActionUrl();
    return new AttemptAnswer(
        attempt.order().id(),
        attempt.channel(),
        resultOf(attempt),
        attempt.declineCode(),
        attempt.transactionId(),
        url == null ? null : new NextAction("redirect", url),
        attempt.status() == Attempt.Status.SENDING ? "It is being sent." : attempt.message());
  }

  /** Whoever asks while it is sent knows as little as if no answer had come. */
  static String resultOf(Attempt attempt) {
    return switch (attempt.status()) {
      case SENDING, UNKNOWN -> "unknown";
      case PENDING, REQUIRES_ACTION, APPROVED, DECLINED, NOT_SENT -> attempt.status().text();
    };
  }
}
