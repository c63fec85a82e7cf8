package dev.florin.sandbox.charge.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.sandbox.charge.FollowUp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@JsonInclude(JsonInclude.Include.NON_NULL)
record FollowUpAnswer(
    String id,
    String reference,
    String ofReference,
    String status,
    @Nullable String declineCode,
    long amount,
    String currency,
    Instant createdAt) {

  static FollowUpAnswer of(FollowUp followUp) {
    return new FollowUpAnswer(
        followUp.id(),
        followUp.order().reference(),
        followUp.order().ofReference(),
        followUp.declineCode() == null ? "approved" : "declined",
        followUp.declineCode(),
        followUp.order().amount(),
        followUp.order().currency(),
        followUp.createdAt());
  }
}
