package dev.florin.payment.review;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.payment.authorization.Conclusions;
import dev.florin.payment.authorization.OpenAnswers;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.Work;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.Reviews;
import dev.florin.telemetry.TraceContexts;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A decision, begun once: it is written down under the payment's lock, in the transaction of the
 * move that it leads to. A payment that is declined has ended with it.
 */
@Component
class ReviewWork {

  private final Payments payments;
  private final OpenPayments open;
  private final Reviews reviews;
  private final Conclusions conclusions;
  private final OpenAnswers openAnswers;

  ReviewWork(
      Payments payments,
      OpenPayments open,
      Reviews reviews,
      Conclusions conclusions,
      OpenAnswers openAnswers) {
    this.payments = payments;
    this.open = open;
    this.reviews = reviews;
    this.conclusions = conclusions;
    this.openAnswers = openAnswers;
  }

  /** How a decision was begun. */
  sealed interface Begun {

    /** The payment goes on, and is the caller's to carry on. */
    record GoesOn(Payment payment) implements Begun {}

    /** The payment has ended, and this is the answer. */
    record Ended(Answer answer) implements Begun {}
  }

  /** The work of that request. */
  Work<Begun> askedFor(ReviewRequest request) {
    Payment found = request.payment();
    return new Work<>() {

      @Override
      public Ref next() {
        return new Ref(
            UuidCreator.getTimeOrderedEpoch(), found.id().value(), found.terms().paymentId());
      }

      @Override
      public Begun begin(Ref ref) {
        return decide(ref, request);
      }

      @Override
      public Optional<Begun> takeUp(UUID uuid) {
        return open.takeUp(found.id().value()).map(Begun.GoesOn::new);
      }

      @Override
      public Optional<Answer> open(UUID uuid) {
        return openAnswers.of(found.id().value());
      }
    };
  }

  private Begun decide(Work.Ref ref, ReviewRequest request) {
    Payment payment = payments.lock(ref.paymentUuid());
    payment.requireStatus(Status.REQUIRES_REVIEW, "reviewed");
    String actor = request.request().scope().subject();
    reviews.add(
        new Reviews.Review(
            ref.paymentUuid(),
            ref.uuid(),
            request.decision().wireName(),
            request.reason(),
            actor,
            TraceContexts.traceId()));
    return switch (request.decision()) {
      case APPROVE -> new Begun.GoesOn(approve(payment, request.reason(), actor));
      case DECLINE ->
          new Begun.Ended(
              conclusions.end(
                  payment, PaymentError.REVIEW_DECLINED, "declined: " + request.reason(), actor));
    };
  }

  private Payment approve(Payment payment, String reason, String actor) {
    Risk risk = payment.risk();
    Risk allowed =
        new Risk(
            Risk.Decision.ALLOW,
            risk == null ? null : risk.level(),
            risk == null ? null : risk.score());
    return payments.move(
        payment.assessed(allowed),
        Status.PROCESSING,
        "approved: " + reason,
        actor,
        TraceContexts.traceId());
  }
}
