package dev.florin.payment.idempotency;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.idempotency.IdempotencyRecord.State.Answered;
import dev.florin.payment.idempotency.IdempotencyRecord.State.InFlight;
import dev.florin.payment.idempotency.IdempotencyRecord.State.Open;
import dev.florin.payment.payment.PaymentError;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets every request in once. The record of the request and the work that it begins are written in
 * one transaction: there is never one without the other.
 */
@Component
public class Admissions {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final AnswerCache cache;
  private final IdempotencyRecords records;
  private final TransactionTemplate transactions;

  Admissions(AnswerCache cache, IdempotencyRecords records, TransactionTemplate transactions) {
    this.cache = cache;
    this.records = records;
    this.transactions = transactions;
  }

  /**
   * Admits a request, or answers it.
   *
   * @throws ProblemException 409 while the first request is in flight, 422 if the key belongs to
   *     another request, or whatever the work refuses to begin with
   */
  public <W> Admission<W> admit(IdempotentRequest request, Work<W> work) {
    Optional<AnswerCache.Entry> cached = cache.find(request.scope());
    if (cached.isPresent()) {
      requireSame(request, cached.get().fingerprint());
      return new Admission.Replayed<>(cached.get().answer());
    }
    Optional<W> begun = transactions.execute(_ -> begin(request, work));
    begun.ifPresent(_ -> FaultPoint.PAYMENT_ACCEPT_AFTER_COMMIT.reach());
    return begun.<Admission<W>>map(Admission.Admitted::new).orElseGet(() -> recall(request, work));
  }

  /** Answers a request that was begun before, or hands it over if nobody works on it any more. */
  public <W> Admission<W> recall(IdempotentRequest request, Work<W> work) {
    IdempotencyRecord known = records.find(request.scope()).orElseThrow();
    requireSame(request, known.fingerprint());
    return switch (known.state()) {
      case Answered(var answer) -> new Admission.Replayed<>(answer);
      case Open() ->
          work.open(known.workUuid())
              .<Admission<W>>map(Admission.StillOpen::new)
              // It ended between the two look-ups: now it has its answer.
              .orElseGet(() -> recall(request, work));
      case InFlight() ->
          work.takeUp(known.workUuid())
              .<Admission<W>>map(Admission.Admitted::new)
              .orElseThrow(Admissions::inProgress);
    };
  }

  private <W> Optional<W> begin(IdempotentRequest request, Work<W> work) {
    Work.Ref ref = work.next();
    if (!records.begin(request, ref)) {
      return Optional.empty();
    }
    W begun = work.begin(ref);
    FaultPoint.PAYMENT_ACCEPT_BEFORE_COMMIT.reach();
    return Optional.of(begun);
  }

  private static void requireSame(IdempotentRequest request, Fingerprint known) {
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
