package dev.florin.payment.authorization;

import dev.florin.payment.idempotency.AnswerCache;
import dev.florin.payment.idempotency.Fingerprint;
import dev.florin.payment.idempotency.IdempotencyRecord;
import dev.florin.payment.idempotency.IdempotencyRecord.State.Answered;
import dev.florin.payment.idempotency.IdempotencyRecord.State.InFlight;
import dev.florin.payment.idempotency.IdempotencyRecord.State.Open;
import dev.florin.payment.idempotency.IdempotencyRecords;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payment.Trace;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.telemetry.TraceContexts;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets every request in once. The record of the request and the payment that it begins are written
 * in one transaction: there is never one without the other.
 */
@Component
class Admissions {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final AnswerCache cache;
  private final IdempotencyRecords records;
  private final Payments payments;
  private final OpenPayments open;
  private final Answers answers;
  private final TransactionTemplate transactions;

  Admissions(
      AnswerCache cache,
      IdempotencyRecords records,
      Payments payments,
      OpenPayments open,
      Answers answers,
      TransactionTemplate transactions) {
    this.cache = cache;
    this.records = records;
    this.payments = payments;
    this.open = open;
    this.answers = answers;
    this.transactions = transactions;
  }

  /**
   * Admits a request, or answers it.
   *
   * @throws ProblemException 409 while the first request is in flight or if the payment_id is
   *     taken, 422 if the key belongs to another request
   */
  Admission admit(AuthorizationRequest request) {
    Optional<AnswerCache.Entry> cached = cache.find(request.scope());
    if (cached.isPresent()) {
      requireSame(request, cached.get().fingerprint());
      return new Admission.Replayed(cached.get().answer());
    }
    Optional<Payment> accepted = transactions.execute(_ -> accept(request));
    return accepted.<Admission>map(Admission.Admitted::new).orElseGet(() -> recall(request));
  }

  /** Answers a request that was begun before, or hands it over if nobody works on it any more. */
  Admission recall(AuthorizationRequest request) {
    IdempotencyRecord known = records.find(request.scope()).orElseThrow();
    requireSame(request, known.fingerprint());
    return switch (known.state()) {
      case Answered(var answer) -> new Admission.Replayed(answer);
      case Open() -> stillOpen(request, payments.get(known.paymentUuid()));
      case InFlight() ->
          open.takeUp(known.paymentUuid())
              .map(Admission.Admitted::new)
              .orElseThrow(Admissions::inProgress);
    };
  }

  private Admission stillOpen(AuthorizationRequest request, Payment payment) {
    return payment.status() == Status.PROCESSING
        ? new Admission.StillOpen(answers.of(payment))
        // It ended between the two look-ups: now it has its answer.
        : recall(request);
  }

  private Optional<Payment> accept(AuthorizationRequest request) {
    Payment.Id id = Payment.Id.next();
    Payment.Terms terms = request.terms();
    if (!records.begin(request.scope(), request.fingerprint(), id.value(), terms.paymentId())) {
      return Optional.empty();
    }
    var trace = new Trace(TraceContexts.traceId(), TraceContexts.traceparent());
    Optional<Payment> accepted = payments.accept(id, terms, request.scope().subject(), trace);
    if (accepted.isEmpty()) {
      throw new ProblemException(PaymentError.PAYMENT_EXISTS, PaymentError.PAYMENT_EXISTS.detail())
          .paymentId(terms.paymentId())
          .param("payment_id");
    }
    return accepted;
  }

  private static void requireSame(AuthorizationRequest request, Fingerprint known) {
    if (!known.equals(request.fingerprint())) {
      throw new ProblemException(
              PaymentError.IDEMPOTENCY_KEY_REUSED, PaymentError.IDEMPOTENCY_KEY_REUSED.detail())
          .param("idempotency_key");
    }
  }

  private static ProblemException inProgress() {
    return new ProblemException(
            PaymentError.IDEMPOTENCY_IN_PROGRESS, PaymentError.IDEMPOTENCY_IN_PROGRESS.detail())
        .retryAfter(RETRY_AFTER);
  }
}
