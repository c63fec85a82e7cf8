package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.Attempt;
import org.jspecify.annotations.Nullable;

record AttemptAnswer(
    String attemptId,
    String channel,
    String result,
    @Nullable String declineCode,
    @Nullable String transactionId,
    @Nullable String message) {

  static AttemptAnswer of(Attempt attempt) {
    return new AttemptAnswer(
        attempt.order().id(),
        attempt.channel(),
        switch (attempt.status()) {
          case SENDING, UNKNOWN -> "unknown";
          case PENDING -> "pending";
          case APPROVED -> "approved";
          case DECLINED -> "declined";
          case NOT_SENT -> "not_sent";
        },
        attempt.declineCode(),
        attempt.transactionId(),
        attempt.status() == Attempt.Status.SENDING
            ? "The charge is being sent."
            : attempt.message());
  }
}
