package dev.florin.payment.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.payment.payment.Payment.Charge;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A refund as merchants see it; amounts are decimal strings in major units. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RefundDocument(
    String refundId,
    String paymentId,
    String amount,
    String currency,
    @Nullable String reason,
    @Schema(implementation = Operation.Status.class) String status,
    @Nullable String transactionId,
    @Nullable String message,
    @Nullable String declineCode,
    Instant createdAt,
    Instant updatedAt,
    @Nullable String traceId) {

  /** The document of a refund. */
  public static RefundDocument of(Operation refund, String paymentId) {
    Charge charge = refund.charge();
    return new RefundDocument(
        refund.publicId(),
        paymentId,
        refund.amount().toDecimalString(),
        refund.amount().currencyCode(),
        refund.reason(),
        refund.status().wireName(),
        charge == null ? null : charge.transactionId(),
        OperationMessages.of(refund),
        OperationMessages.declineCode(refund),
        refund.createdAt(),
        refund.updatedAt(),
        refund.trace().traceId());
  }
}
