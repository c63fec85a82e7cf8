package dev.florin.payment.timeline.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.timeline.Story;
import dev.florin.payment.timeline.StoryEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A story as merchants see it. Every field is always there. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record StoryDocument(
    String paymentId,
    @Schema(implementation = Payment.Status.class) String status,
    String amount,
    String currency,
    Story.Decision decidedBy,
    @Nullable Long durationMs,
    List<String> incomplete,
    @Nullable String traceId,
    Instant createdAt,
    List<StoryEntry> entries) {

  static StoryDocument of(Story story) {
    Payment payment = story.payment();
    return new StoryDocument(
        payment.terms().paymentId(),
        payment.status().wireName(),
        payment.terms().amount().toDecimalString(),
        payment.terms().amount().currencyCode(),
        story.decidedBy(),
        story.durationMs(),
        story.incomplete(),
        payment.trace().traceId(),
        payment.createdAt(),
        story.entries());
  }
}
