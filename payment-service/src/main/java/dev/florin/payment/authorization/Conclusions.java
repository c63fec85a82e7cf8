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
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.Reviews;
import dev.florin.telemetry.TraceContexts;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
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

  /** The version of a payment whose saga never waited for anybody. */
  private static final int ACCEPTED = 1;

  /**
   * What is told at the end of a run.
   *
   * @param asked to the request that asked for the payment
   * @param decided to the request that decided on it: carrying a decision out is no failure, even
   *     if the payment then fails
   */
  public record Told(Answer asked, Answer decided) {}

  /**
   * What was written.
   *
   * @param ended the payment, if it came to its end without ever having waited for a person
   */
  private record Conclusion(Told told, List<Answered> toKeep, @Nullable Payment ended) {

    static Conclusion open(Told told) {
      return new Conclusion(told, List.of(), null);
    }
  }

  private final Payments payments;
  private final OpenPayments open;
  private final Reviews reviews;
  private final IdempotencyRecords records;
  private final AnswerCache cache;
  private final PaymentEvents events;
  private final Answers answers;
  private final TransactionTemplate transactions;
  private final PaymentMetrics metrics;
  private final ApplicationEventPublisher publisher;

  Conclusions(
      Payments payments,
      OpenPayments open,
      Reviews reviews,
      IdempotencyRecords records,
      AnswerCache cache,
      PaymentEvents events,
      Answers answers,
      TransactionTemplate transactions,
      PaymentMetrics metrics,
      ApplicationEventPublisher publisher) {
    this.payments = payments;
    this.open = open;
    this.reviews = reviews;
    this.records = records;
    this.cache = cache;
    this.events = events;
    this.answers = answers;
    this.transactions = transactions;
    this.metrics = metrics;
    this.publisher = publisher;
  }

  /**
   * Writes down how a run ended.
   *
   * @return what the clients are told
   * @throws dev.florin.payment.payment.StalePaymentException if another worker took the payment up
   *     meanwhile; nothing is written
   */
  public Told conclude(Outcome outcome) {
    Conclusion conclusion = transactions.execute(_ -> write(outcome));
    afterCommit(outcome).reach();
    conclusion.toKeep().forEach(cache::keep);
    if (conclusion.ended() != null) {
      metrics.resolved(conclusion.ended());
    }
    log.atInfo()
        .addKeyValue("payment_id", outcome.payment().terms().paymentId())
        .addKeyValue("answer_status", conclusion.told().asked().status())
        .log("Payment concluded");
    return conclusion.told();
  }

  private Conclusion write(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded(var payment) ->
          end(payment, move(payment, Status.SUCCEEDED, "paid by the channel"), "payment.succeeded");
      case Outcome.Authorised(var payment) ->
          end(
              payment,
              move(payment, Status.REQUIRES_CAPTURE, "authorised by the channel"),
              "payment.requires_capture");
      case Outcome.Failed(var payment, var approvedLate) -> {
        Payment failed = move(payment, Status.FAILED, reason(payment));
        if (approvedLate) {
          publisher.publishEvent(new ApprovedTooLate(failed));
        }
        yield end(payment, failed, "payment.failed");
      }
      case Outcome.ReviewNeeded(var payment) ->
          await(
              payment,
              move(payment, Status.REQUIRES_REVIEW, "the risk rules ask for a person"),
              "payment.requires_review");
      case Outcome.ActionNeeded(var payment) -> awaitAction(payment);
      case Outcome.Unresolved(var payment) -> leaveOpen(payment);
    };
  }

  private static FaultPoint afterCommit(Outcome outcome) {
    return outcome instanceof Outcome.Unresolved
        ? FaultPoint.PAYMENT_LEAVE_OPEN_AFTER_COMMIT
        : FaultPoint.PAYMENT_CONCLUDE_AFTER_COMMIT;
  }

  /**
   * Ends a payment that waits for a person, in the caller's transaction.
   *
   * @param reason what its history tells
   * @param actor who decided
   * @return what a request that decided is answered: the payment
   */
  public Answer end(Payment waiting, PaymentError error, String reason, String actor) {
    Payment failed =
        payments.move(
            waiting.failedFor(new Failure(error)),
            Status.FAILED,
            reason,
            actor,
            TraceContexts.traceId());
    events.tell(failed, "payment.failed");
    Told told = told(failed);
    records.answer(failed.id().value(), told.asked());
    reviews
        .requestOf(failed.id().value())
        .ifPresent(request -> records.answer(request, told.decided()));
    return told.decided();
  }

  private Payment move(Payment payment, Status to, String reason) {
    return payments.move(payment, to, reason, ACTOR, TraceContexts.traceId());
  }

  private static String reason(Payment payment) {
    Failure failure = payment.failure();
    return failure == null ? "failed" : failure.error().code();
  }

  private Conclusion end(Payment driven, Payment ended, String eventType) {
    events.tell(ended, eventType);
    Told told = told(ended);
    UUID own = ended.id().value();
    List<Answered> toKeep =
        Stream.concat(
                records.answer(own, told.asked()).stream(),
                review(driven).flatMap(it -> records.answer(it, told.decided()).stream()))
            .toList();
    FaultPoint.PAYMENT_CONCLUDE_BEFORE_COMMIT.reach();
    return new Conclusion(told, toKeep, driven.version() == ACCEPTED ? ended : null);
  }

  /** The payment waits for somebody: its requests are answered when it has come to its end. */
  private Conclusion await(Payment driven, Payment waiting, String eventType) {
    events.tell(waiting, eventType);
    requests(driven).forEach(records::leaveOpen);
    FaultPoint.PAYMENT_AWAIT_BEFORE_COMMIT.reach();
    return Conclusion.open(told(waiting));
  }

  private Conclusion awaitAction(Payment payment) {
    Optional<Payment> overdue = open.abandonOverdue(payment, PaymentError.ACTION_EXPIRED);
    if (overdue.isPresent()) {
      requests(payment).forEach(records::leaveOpen);
      return Conclusion.open(told(overdue.get()));
    }
    Payment waiting =
        move(payment, Status.REQUIRES_ACTION, "the channel asks the payer to do something");
    Conclusion conclusion = await(payment, waiting, "payment.requires_action");
    return payments
        .releaseIfPrompted(waiting, "the payer had done it", ACTOR, TraceContexts.traceId())
        .map(released -> Conclusion.open(told(released)))
        .orElse(conclusion);
  }

  /** The works of the requests that are answered with this payment: its own and its review's. */
  private Stream<UUID> requests(Payment driven) {
    return Stream.concat(Stream.of(driven.id().value()), review(driven));
  }

  /** The work of the request that decided on the payment, if it was decided on. */
  private Stream<UUID> review(Payment driven) {
    return driven.version() > ACCEPTED
        ? reviews.requestOf(driven.id().value()).stream()
        : Stream.empty();
  }

  private Told told(Payment payment) {
    return new Told(answers.of(payment), answers.shown(payment));
  }

  private Conclusion leaveOpen(Payment payment) {
    Payment waiting = open.giveBack(payment);
    requests(payment).forEach(records::leaveOpen);
    if (open.hasJustOutlastedPauses(waiting)) {
      metrics.error(PaymentObservation.PROCESS);
      log.error(
          "payment {} is still unresolved after {} runs; a person should look why",
          payment.id(),
          payment.resumptions() + 1);
    }
    FaultPoint.PAYMENT_LEAVE_OPEN_BEFORE_COMMIT.reach();
    return Conclusion.open(told(waiting));
  }
}
