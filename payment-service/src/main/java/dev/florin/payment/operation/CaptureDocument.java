package dev.florin.payment.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.payment.payment.Payment.Charge;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A capture as merchants see it; amounts are decimal strings in major units. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CaptureDocument(
    String captureId,
    String paymentId,
    String amount,
    String currency,
    boolean finalCapture,
    @Schema(implementation = Operation.Status.class) String status,
    @Nullable String transactionId,
    @Nullable String message,
    @Nullable String declineCode,
    Instant createdAt,
    Instant updatedAt,
    @Nullable String traceId) {

  /** The document of a capture. */
  public static CaptureDocument of(Operation capture, String paymentId) {
    Charge charge = capture.charge();
    return new CaptureDocument(
        capture.publicId(),
        paymentId,
        capture.amount().toDecimalString(),
        capture.amount().currencyCode(),
        capture.finalCapture(),
        capture.status().wireName(),
        charge == null ? null : charge.transactionId(),
        OperationMessages.of(capture),
        OperationMessages.declineCode(capture),
        capture.createdAt(),
        capture.updatedAt(),
        capture.trace().traceId());
  }
}
