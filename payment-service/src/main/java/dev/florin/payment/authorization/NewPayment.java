package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.Work;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Trace;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.telemetry.TraceContexts;
import dev.florin.web.problem.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A payment that a request begins. */
@Component
class NewPayment {

  private final Payments payments;
  private final OpenPayments open;
  private final OpenAnswers openAnswers;

  NewPayment(Payments payments, OpenPayments open, OpenAnswers openAnswers) {
    this.payments = payments;
    this.open = open;
    this.openAnswers = openAnswers;
  }

  /** The work of that request. */
  Work<Payment> askedFor(AuthorizationRequest request) {
    return new Work<>() {

      @Override
      public Ref next() {
        UUID uuid = Payment.Id.next().value();
        return new Ref(uuid, uuid, request.terms().paymentId());
      }

      @Override
      public Payment begin(Ref ref) {
        return accept(new Payment.Id(ref.uuid()), request);
      }

      @Override
      public Optional<Payment> takeUp(UUID uuid) {
        return open.takeUp(uuid);
      }

      @Override
      public Optional<Answer> open(UUID uuid) {
        return openAnswers.of(uuid);
      }
    };
  }

  private Payment accept(Payment.Id id, AuthorizationRequest request) {
    Payment.Terms terms = request.terms();
    var trace = new Trace(TraceContexts.traceId(), TraceContexts.traceparent());
    String actor = request.request().scope().subject();
    return payments
        .accept(id, terms, actor, trace)
        .orElseThrow(
            () ->
                new ProblemException(
                        PaymentError.PAYMENT_EXISTS, PaymentError.PAYMENT_EXISTS.detail())
                    .paymentId(terms.paymentId())
                    .param("payment_id"));
  }
}
