package dev.florin.payment.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.money.Money;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.NextAction;
import dev.florin.payment.payment.Payment.Status;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment as merchants see it, in answers and in events. Every field is always there; amounts are
 * decimal strings in major units with the currency's digits.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PaymentDocument(
    String paymentId,
    String merchantId,
    String userId,
    String amount,
    String amountCapturable,
    String amountReceived,
    String amountRefunded,
    String currency,
    @Schema(implementation = Payment.Method.class) String paymentMethod,
    @Schema(implementation = Payment.CaptureMethod.class) String captureMethod,
    @Schema(implementation = Payment.Status.class) String status,
    @Nullable String transactionId,
    @Nullable String message,
    @Nullable String declineCode,
    @Nullable Instant captureBefore,
    @Nullable NextAction nextAction,
    Instant createdAt,
    Instant updatedAt,
    @Nullable String traceId,
    Map<String, String> metadata) {

  /** The document of a payment. */
  public static PaymentDocument of(Payment payment) {
    Payment.Terms terms = payment.terms();
    Money amount = terms.amount();
    Payment.Funds funds = payment.funds();
    Charge charge = payment.charge();
    return new PaymentDocument(
        terms.paymentId(),
        terms.merchantId(),
        terms.userId(),
        amount.toDecimalString(),
        funds.capturable().toDecimalString(),
        funds.captured().toDecimalString(),
        funds.refunded().toDecimalString(),
        amount.currencyCode(),
        terms.method().wireName(),
        terms.captureMethod().wireName(),
        payment.status().wireName(),
        charge == null ? null : charge.transactionId(),
        message(payment),
        declineCode(payment.failure()),
        funds.captureBefore(),
        nextAction(payment),
        payment.createdAt(),
        payment.updatedAt(),
        payment.trace().traceId(),
        terms.metadata());
  }

  private static @Nullable String message(Payment payment) {
    if (payment.failure() != null) {
      return payment.failure().error().detail();
    }
    return switch (payment.status()) {
      case PROCESSING -> "the outcome is not known yet; ask again or wait for the event";
      case REQUIRES_REVIEW -> "the payment waits for a person's decision";
      case SUCCEEDED -> {
        Charge charge = payment.charge();
        yield charge == null || charge.message() == null ? "paid" : charge.message();
      }
      case REQUIRES_CAPTURE -> "authorised; capture it before capture_before";
      case CANCELED -> "voided; nothing was taken";
      case EXPIRED -> "not captured in time; nothing was taken";
      case REQUIRES_ACTION -> "the channel waits for the payer to do what next_action says";
      case CREATED, FAILED -> null;
    };
  }

  private static @Nullable NextAction nextAction(Payment payment) {
    Charge charge = payment.charge();
    return payment.status() == Status.REQUIRES_ACTION && charge != null
        ? charge.nextAction()
        : null;
  }

  private static @Nullable String declineCode(@Nullable Failure failure) {
    if (failure == null) {
      return null;
    }
    return failure.declineCode() != null ? failure.declineCode() : failure.error().code();
  }
}
