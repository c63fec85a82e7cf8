package dev.florin.payment.operation;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.authorization.PaymentEvents;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.AnswerCache;
import dev.florin.payment.idempotency.IdempotencyRecords;
import dev.florin.payment.idempotency.IdempotencyRecords.Answered;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payments;
import dev.florin.telemetry.TraceContexts;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Concludes a run of an operation's steps in one transaction: its end, the payment's totals and
 * move, the events and the stored answer stand or fall together.
 */
@Component
public class OperationConclusions {

  private static final Logger log = LoggerFactory.getLogger(OperationConclusions.class);

  /** Who makes the moves that an operation leads to. */
  private static final String ACTOR = "payment-service";

  private record Conclusion(Answer answer, Optional<Answered> toKeep) {}

  private final Payments payments;
  private final Operations operations;
  private final NewOperation newOperation;
  private final IdempotencyRecords records;
  private final AnswerCache cache;
  private final PaymentEvents events;
  private final OperationAnswers answers;
  private final OperationTelemetry telemetry;
  private final ApplicationEventPublisher publisher;
  private final TransactionTemplate transactions;

  OperationConclusions(
      Payments payments,
      Operations operations,
      NewOperation newOperation,
      IdempotencyRecords records,
      AnswerCache cache,
      PaymentEvents events,
      OperationAnswers answers,
      OperationTelemetry telemetry,
      ApplicationEventPublisher publisher,
      TransactionTemplate transactions) {
    this.payments = payments;
    this.operations = operations;
    this.newOperation = newOperation;
    this.records = records;
    this.cache = cache;
    this.events = events;
    this.answers = answers;
    this.telemetry = telemetry;
    this.publisher = publisher;
    this.transactions = transactions;
  }

  /**
   * Writes down how a run ended.
   *
   * @return what the client is told
   * @throws StaleOperationException if another worker took the operation up meanwhile; nothing is
   *     written
   */
  public Answer conclude(OperationOutcome outcome) {
    Conclusion conclusion =
        transactions.execute(_ -> FaultPoint.PAYMENT_OPERATION_BEFORE_COMMIT.after(write(outcome)));
    FaultPoint.PAYMENT_OPERATION_AFTER_COMMIT.reach();
    conclusion.toKeep().ifPresent(cache::keep);
    log.atInfo()
        .addKeyValue("operation_id", outcome.operation().publicId())
        .addKeyValue("answer_status", conclusion.answer().status())
        .log("Operation concluded");
    return conclusion.answer();
  }

  private Conclusion write(OperationOutcome outcome) {
    // The payment first, as everywhere: whoever locks both locks them in this order.
    Payment payment = payments.lock(outcome.operation().paymentId().value());
    return switch (outcome) {
      case OperationOutcome.Succeeded(var operation, var unheard) -> {
        Operation done = operations.end(operation, Operation.Status.SUCCEEDED);
        Payment after = succeeded(done);
        yield end(unheard ? unheard(after, done) : after, done);
      }
      case OperationOutcome.Failed(var operation) -> {
        Operation failed = operations.end(operation, Operation.Status.FAILED);
        yield end(failed(failed), failed);
      }
      case OperationOutcome.Unresolved(var operation) ->
          leaveOpen(payment, operations.giveBack(operation));
      case OperationOutcome.Continued(var operation) ->
          leaveOpen(payment, operations.goOn(operation));
      case OperationOutcome.Refused(var operation, var code) ->
          leaveOpen(payment, operations.parkRefused(operation, code));
    };
  }

  private Payment succeeded(Operation done) {
    return switch (done.kind()) {
      case CAPTURE -> captured(done);
      case VOID -> voided(tally(done, false), done);
      case EXPIRY -> expired(tally(done, false));
      case REFUND -> told(tally(done, true), done, "payment.refunded", "refund");
      case LATE_REFUND -> tally(done, false);
    };
  }

  private Payment captured(Operation capture) {
    Payment payment = told(tally(capture, true), capture, "payment.captured", "capture");
    boolean all = payment.funds().captured().equals(payment.terms().amount());
    if (!capture.finalCapture() && !all) {
      return payment;
    }
    Payment after = moved(payment, Status.SUCCEEDED, "captured", "payment.succeeded");
    newOperation.releaseRest(after);
    return after;
  }

  /** What a last capture has left is released too, and that moves nothing. */
  private Payment voided(Payment payment, Operation done) {
    return payment.status() == Status.REQUIRES_CAPTURE
        ? moved(payment, Status.CANCELED, reason(done, "voided"), "payment.canceled")
        : payment;
  }

  private Payment expired(Payment payment) {
    boolean captured = payment.funds().captured().minorUnits() > 0;
    return captured
        ? moved(
            payment,
            Status.SUCCEEDED,
            "the time to capture the rest has passed",
            "payment.succeeded")
        : moved(payment, Status.EXPIRED, "the time to capture has passed", "payment.expired");
  }

  /** What follows once an operation has failed, in the caller's transaction. */
  Payment failed(Operation operation) {
    return switch (operation.kind()) {
      case REFUND -> {
        // A refund that is counted may have waited for its room.
        operations.prompt(operation.paymentId());
        yield told(tally(operation, true), operation, "payment.refund_failed", "refund");
      }
      case LATE_REFUND -> unheard(tally(operation, false), operation);
      case CAPTURE, VOID, EXPIRY -> tally(operation, false);
    };
  }

  private Payment unheard(Payment payment, Operation operation) {
    publisher.publishEvent(new ChannelUnheard(payment, operation));
    return payment;
  }

  private Payment tally(Operation operation, boolean event) {
    return payments.tally(operation.paymentId(), event);
  }

  private Payment moved(Payment payment, Status to, String reason, String eventType) {
    Payment after = payments.move(payment, to, reason, ACTOR, TraceContexts.traceId());
    events.tell(after, eventType);
    return after;
  }

  private Payment told(Payment payment, Operation operation, String eventType, String noun) {
    events.tell(
        payment,
        eventType,
        Map.of(
            noun + "_id", operation.publicId(),
            noun + "_uuid", operation.id().toString(),
            noun + "_amount", operation.amount().toDecimalString()));
    return payment;
  }

  private static String reason(Operation operation, String otherwise) {
    return operation.reason() == null ? otherwise : operation.reason();
  }

  private Conclusion end(Payment payment, Operation operation) {
    Answer answer = answers.of(payment, operation);
    return new Conclusion(answer, records.answer(operation.id().value(), answer));
  }

  private Conclusion leaveOpen(Payment payment, Operation waiting) {
    records.leaveOpen(waiting.id().value());
    if (operations.hasJustOutlastedPauses(waiting)) {
      telemetry.outlasted(waiting);
      log.error(
          "operation {} is still unresolved after {} runs; a person should look why",
          waiting.publicId(),
          waiting.resumptions() + 1);
    }
    return new Conclusion(answers.of(payment, waiting), Optional.empty());
  }
}
