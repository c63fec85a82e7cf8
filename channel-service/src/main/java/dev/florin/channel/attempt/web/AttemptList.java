package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.Attempt;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record AttemptList(List<Line> attempts) {

  record Line(
      String attemptId,
      UUID paymentUuid,
      String merchantId,
      String channel,
      String operation,
      @Nullable String ofAttempt,
      String status,
      String result,
      @Nullable String declineCode,
      @Nullable String transactionId,
      @Nullable String message,
      String amount,
      String currency,
      Instant sentAt,
      Instant createdAt,
      Instant updatedAt,
      @Nullable String traceId) {}

  static AttemptList of(List<Attempt> attempts) {
    return new AttemptList(attempts.stream().map(AttemptList::line).toList());
  }

  private static Line line(Attempt attempt) {
    var order = attempt.order();
    return new Line(
        order.id(),
        order.paymentUuid(),
        order.merchantId(),
        attempt.channel(),
        order.operation().text(),
        order.ofAttempt(),
        attempt.status().text(),
        AttemptAnswer.resultOf(attempt),
        attempt.declineCode(),
        attempt.transactionId(),
        attempt.message(),
        order.amount().toDecimalString(),
        order.amount().currencyCode(),
        attempt.times().sentAt(),
        attempt.times().createdAt(),
        attempt.times().updatedAt(),
        attempt.traceId());
  }
}
