package dev.florin.payment.review;

import dev.florin.payment.authorization.AuthorizePayment;
import dev.florin.payment.authorization.AuthorizePayment.Authorized;
import dev.florin.payment.idempotency.Admission;
import dev.florin.payment.idempotency.Admissions;
import dev.florin.payment.idempotency.Work;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.StalePaymentException;
import dev.florin.payment.review.ReviewObservation.Detail;
import dev.florin.payment.review.ReviewObservation.Label;
import dev.florin.payment.review.ReviewWork.Begun;
import dev.florin.web.problem.ProblemException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.stereotype.Service;

/** Takes a person's decision on a payment, and carries the payment on if it was approved. */
@Service
public class ReviewPayment {

  private final Admissions admissions;
  private final ReviewWork reviews;
  private final AuthorizePayment authorize;
  private final ObservationRegistry observations;

  ReviewPayment(
      Admissions admissions,
      ReviewWork reviews,
      AuthorizePayment authorize,
      ObservationRegistry observations) {
    this.admissions = admissions;
    this.reviews = reviews;
    this.authorize = authorize;
    this.observations = observations;
  }

  /**
   * Carries out a decision, or answers it as it was answered before: with the payment, whatever
   * came of it, as accepted while its outcome is open.
   *
   * @throws ProblemException 409 {@code invalid_state} if the payment does not wait for a decision
   */
  public Authorized review(ReviewRequest request) {
    Observation observation =
        ReviewObservation.REVIEW
            .observation(observations)
            .lowCardinalityKeyValue(Label.DECISION.withValue(request.decision().wireName()))
            .lowCardinalityKeyValue(Label.OUTCOME.withValue("refused"))
            .highCardinalityKeyValue(
                Detail.PAYMENT_ID.withValue(request.payment().terms().paymentId()));
    return observation.observe(
        () -> {
          Authorized authorized = decide(request);
          observation.lowCardinalityKeyValue(
              Label.OUTCOME.withValue(authorized.replayed() ? "repeated" : "decided"));
          return authorized;
        });
  }

  private Authorized decide(ReviewRequest request) {
    Work<Begun> work = reviews.askedFor(request);
    return proceed(request, work, admissions.admit(request.request(), work));
  }

  private Authorized proceed(ReviewRequest request, Work<Begun> work, Admission<Begun> admission) {
    return switch (admission) {
      case Admission.Admitted<Begun>(Begun.GoesOn(var payment)) -> carryOn(request, work, payment);
      case Admission.Admitted<Begun>(Begun.Ended(var answer)) -> new Authorized(answer, false);
      case Admission.Replayed<Begun>(var answer) -> new Authorized(answer, true);
      case Admission.StillOpen<Begun>(var answer) -> new Authorized(answer, false);
    };
  }

  private Authorized carryOn(ReviewRequest request, Work<Begun> work, Payment payment) {
    try {
      return new Authorized(authorize.carryOn(payment).decided(), false);
    } catch (StalePaymentException overtaken) {
      return proceed(request, work, admissions.recall(request.request(), work));
    }
  }
}
