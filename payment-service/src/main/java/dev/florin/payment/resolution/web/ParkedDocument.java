package dev.florin.payment.resolution.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.payment.resolution.Parked;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parked work as operators see it; every field is always there. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ParkedDocument(
    UUID id,
    String kind,
    String merchantId,
    String paymentId,
    String amount,
    String currency,
    @Schema(implementation = Parked.WaitsFor.class) String waitsFor,
    @Nullable String attemptId,
    int tries,
    Instant parkedAt,
    Instant createdAt,
    @Nullable String traceId) {

  static ParkedDocument of(Parked work) {
    return new ParkedDocument(
        work.uuid(),
        work.kind(),
        work.merchantId(),
        work.paymentId(),
        work.amount().toDecimalString(),
        work.amount().currencyCode(),
        work.waitsFor().wireName(),
        work.attemptId(),
        work.tries(),
        work.parkedAt(),
        work.createdAt(),
        work.traceId());
  }
}
