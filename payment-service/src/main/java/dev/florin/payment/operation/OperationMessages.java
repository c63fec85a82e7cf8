package dev.florin.payment.operation;

import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import org.jspecify.annotations.Nullable;

/** What people are told about an operation. */
final class OperationMessages {

  private OperationMessages() {}

  static @Nullable String of(Operation operation) {
    Failure failure = operation.failure();
    if (failure != null) {
      return detail(failure.error());
    }
    return switch (operation.status()) {
      case PENDING -> "the outcome is not known yet; ask again or wait for the event";
      case SUCCEEDED, FAILED -> {
        Charge charge = operation.charge();
        yield charge == null ? null : charge.message();
      }
    };
  }

  static @Nullable String declineCode(Operation operation) {
    Failure failure = operation.failure();
    if (failure == null) {
      return null;
    }
    return failure.declineCode() != null ? failure.declineCode() : failure.error().code();
  }

  /** A payment's own text tells to pay again; an operation is only asked for again. */
  static String detail(PaymentError error) {
    return error == PaymentError.CHANNEL_UNAVAILABLE
        ? "no channel could be reached; nothing was done, ask again with a new key"
        : error.detail();
  }
}
