package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentDocument;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a client is told about a payment it asked for. */
@Component
class Answers {

  private final JsonMapper json;
  private final Problems problems;

  Answers(JsonMapper json, Problems problems) {
    this.json = json;
    this.problems = problems;
  }

  Answer of(Payment payment) {
    Failure failure = payment.failure();
    if (failure != null) {
      return failed(payment, failure);
    }
    HttpStatus status =
        switch (payment.status()) {
          case SUCCEEDED, REQUIRES_CAPTURE -> HttpStatus.CREATED;
          case CREATED, PROCESSING, REQUIRES_REVIEW, REQUIRES_ACTION -> HttpStatus.ACCEPTED;
          case FAILED, CANCELED, EXPIRED -> HttpStatus.OK;
        };
    return answer(payment, status, json.writeValueAsString(PaymentDocument.of(payment)));
  }

  /** The payment as it stands, whatever came of it: what a decision on it is answered. */
  Answer shown(Payment payment) {
    HttpStatus status = payment.status().isOpen() ? HttpStatus.ACCEPTED : HttpStatus.OK;
    return answer(payment, status, json.writeValueAsString(PaymentDocument.of(payment)));
  }

  private Answer failed(Payment payment, Failure failure) {
    byte[] body =
        problems.toJson(
            new ProblemException(failure.error(), failure.error().detail())
                .paymentId(payment.terms().paymentId())
                .paymentStatus(payment.status().wireName())
                .declineCode(failure.declineCode()));
    return answer(payment, failure.error().status(), new String(body, StandardCharsets.UTF_8));
  }

  private static Answer answer(Payment payment, HttpStatus status, String body) {
    return new Answer(status.value(), payment.terms().paymentId(), body);
  }
}
