package dev.florin.payment.operation;

import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a client is told about an operation it asked for. */
@Component
class OperationAnswers {

  private final JsonMapper json;
  private final Problems problems;

  OperationAnswers(JsonMapper json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  Answer of(Payment payment, Operation operation) {
    Failure failure = operation.failure();
    if (failure != null) {
      return failed(payment, failure);
    }
    HttpStatus status =
        switch (operation.status()) {
          case PENDING -> HttpStatus.ACCEPTED;
          case SUCCEEDED -> operation.kind() == Kind.REFUND ? HttpStatus.CREATED : HttpStatus.OK;
          case FAILED -> throw new IllegalStateException("a failed operation has a failure");
        };
    return new Answer(status.value(), payment.terms().paymentId(), body(payment, operation));
  }

  private String body(Payment payment, Operation operation) {
    String paymentId = payment.terms().paymentId();
    return switch (operation.kind()) {
      case CAPTURE ->
          json.writeValueAsString(
              new CapturedPayment(
                  PaymentDocument.of(payment), CaptureDocument.of(operation, paymentId)));
      case VOID, EXPIRY -> json.writeValueAsString(PaymentDocument.of(payment));
      case REFUND, LATE_REFUND -> json.writeValueAsString(RefundDocument.of(operation, paymentId));
    };
  }

  private Answer failed(Payment payment, Failure failure) {
    byte[] body =
        problems.toJson(
            new ProblemException(failure.error(), OperationMessages.detail(failure.error()))
                .paymentId(payment.terms().paymentId())
                .paymentStatus(payment.status().wireName())
                .declineCode(failure.declineCode()));
    return new Answer(
        failure.error().status().value(),
        payment.terms().paymentId(),
        new String(body, StandardCharsets.UTF_8));
  }
}
