package dev.florin.payment.payment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.money.Money;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Status;
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
    String paymentMethod,
    String status,
    @Nullable String transactionId,
    @Nullable String message,
    @Nullable String declineCode,
    @Nullable Instant captureBefore,
    Instant createdAt,
    Instant updatedAt,
    @Nullable String traceId,
    Map<String, String> metadata) {

  /** The document of a payment. */
  public static PaymentDocument of(Payment payment) {
    Payment.Terms terms = payment.terms();
    Money amount = terms.amount();
    Money none = new Money(0, amount.currency());
    Money received = payment.status() == Status.SUCCEEDED ? amount : none;
    Charge charge = payment.charge();
    return new PaymentDocument(
        terms.paymentId(),
        terms.merchantId(),
        terms.userId(),
        amount.toDecimalString(),
        none.toDecimalString(),
        received.toDecimalString(),
        none.toDecimalString(),
        amount.currencyCode(),
        terms.method().wireName(),
        payment.status().wireName(),
        charge == null ? null : charge.transactionId(),
        message(payment),
        declineCode(payment.failure()),
        null,
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
      case CREATED, REQUIRES_ACTION, REQUIRES_CAPTURE, FAILED, CANCELED, EXPIRED -> null;
    };
  }

  private static @Nullable String declineCode(@Nullable Failure failure) {
    if (failure == null) {
      return null;
    }
    return failure.declineCode() != null ? failure.declineCode() : failure.error().code();
  }
}
