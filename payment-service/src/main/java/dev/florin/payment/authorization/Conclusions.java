package dev.florin.payment.authorization;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.AnswerCache;
import dev.florin.payment.idempotency.IdempotencyRecords;
import dev.florin.payment.idempotency.IdempotencyRecords.Answered;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payments;
import dev.florin.telemetry.TraceContexts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Concludes a run of the saga in one transaction: the payment's move, its event and the stored
 * answer stand or fall together.
 */
@Component
public class Conclusions {

  private static final Logger log = LoggerFactory.getLogger(Conclusions.class);

  /** Who makes the moves that the saga leads to. */
  private static final String ACTOR = "payment-service";

  private record Conclusion(Answer answer, Optional<Answered> toKeep) {}

  private final Payments payments;
  private final OpenPayments open;
  private final IdempotencyRecords records;
  private final AnswerCache cache;
  private final PaymentEvents events;
  private final Answers answers;
  private final TransactionTemplate transactions;
  private final PaymentMetrics metrics;

  Conclusions(
      Payments payments,
      OpenPayments open,
      IdempotencyRecords records,
      AnswerCache cache,
      PaymentEvents events,
      Answers answers,
      TransactionTemplate transactions,
      PaymentMetrics metrics) {
    this.payments = payments;
    this.open = open;
    this.records = records;
    this.cache = cache;
    this.events = events;
    this.answers = answers;
    this.transactions = transactions;
    this.metrics = metrics;
  }

  /**
   * Writes down how a run ended.
   *
   * @return what the client is told
   * @throws dev.florin.payment.payment.StalePaymentException if another worker took the payment up
   *     meanwhile; nothing is written
   */
  public Answer conclude(Outcome outcome) {
    Conclusion conclusion = transactions.execute(_ -> write(outcome));
    afterCommit(outcome).reach();
    conclusion.toKeep().ifPresent(cache::keep);
    log.atInfo()
        .addKeyValue("payment_id", outcome.payment().terms().paymentId())
        .addKeyValue("answer_status", conclusion.answer().status())
        .log("Payment concluded");
    return conclusion.answer();
  }

  private Conclusion write(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var payment) ->
          end(move(payment, Status.SUCCEEDED, "paid by the channel"), "payment.succeeded");
      case Outcome.Authorised(var payment) ->
          end(
              move(payment, Status.REQUIRES_CAPTURE, "authorised by the channel"),
              "payment.requires_capture");
      case Outcome.Failed(var payment) ->
          end(move(payment, Status.FAILED, reason(payment)), "payment.failed");
      case Outcome.ReviewNeeded(var payment) ->
          end(move(payment, Status.REQUIRES_REVIEW, "the risk rules ask for a person"), null);
      case Outcome.Unresolved(var payment) -> leaveOpen(payment);
    };
  }

  private static FaultPoint afterCommit(Outcome outcome) {
    return outcome instanceof Outcome.Unresolved
        ? FaultPoint.PAYMENT_LEAVE_OPEN_AFTER_COMMIT
        : FaultPoint.PAYMENT_CONCLUDE_AFTER_COMMIT;
  }

  private Payment move(Payment payment, Status to, String reason) {
    return payments.move(payment, to, reason, ACTOR, TraceContexts.traceId());
  }

  private static String reason(Payment payment) {
    Failure failure = payment.failure();
    return failure == null ? "failed" : failure.error().code();
  }

  private Conclusion end(Payment payment, @Nullable String eventType) {
    if (eventType != null) {
      events.tell(payment, eventType);
    }
    Answer answer = answers.of(payment);
    Optional<Answered> toKeep = records.answer(payment.id().value(), answer);
    FaultPoint.PAYMENT_CONCLUDE_BEFORE_COMMIT.reach();
    return new Conclusion(answer, toKeep);
  }

  private Conclusion leaveOpen(Payment payment) {
    Payment waiting = open.giveBack(payment);
    records.leaveOpen(payment.id().value());
    if (open.hasJustOutlastedPauses(waiting)) {
      metrics.error(PaymentObservation.PROCESS);
      log.error(
          "payment {} is still unresolved after {} runs; a person should look why",
          payment.id(),
          payment.resumptions() + 1);
    }
    FaultPoint.PAYMENT_LEAVE_OPEN_BEFORE_COMMIT.reach();
    return new Conclusion(answers.of(waiting), Optional.empty());
  }
}
