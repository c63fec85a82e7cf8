package dev.florin.payment.operation;

import dev.florin.payment.idempotency.AnswerCache;
import dev.florin.payment.idempotency.IdempotencyRecords;
import dev.florin.payment.idempotency.IdempotencyRecords.Answered;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives up what the channel did and the ledger refuses for good. A capture, such as of a hold that
 * is gone, fails, and what the channel took is given back there. A refund that was counted and
 * exceeds what was captured fails too: the payer has too much, and its case is where that is seen
 * to.
 */
@Component
public class UndoRefused {

  private record Undone(boolean done, Optional<Answered> toKeep) {}

  private final Payments payments;
  private final Operations operations;
  private final NewOperation newOperation;
  private final OperationConclusions conclusions;
  private final OperationAnswers answers;
  private final IdempotencyRecords records;
  private final AnswerCache cache;
  private final TransactionTemplate transactions;

  UndoRefused(
      Payments payments,
      Operations operations,
      NewOperation newOperation,
      OperationConclusions conclusions,
      OperationAnswers answers,
      IdempotencyRecords records,
      AnswerCache cache,
      TransactionTemplate transactions) {
    this.payments = payments;
    this.operations = operations;
    this.newOperation = newOperation;
    this.conclusions = conclusions;
    this.answers = answers;
    this.records = records;
    this.cache = cache;
    this.transactions = transactions;
  }

  /**
   * Undoes that operation.
   *
   * @return whether it is one that the ledger refuses for good, and nobody works on it
   */
  public boolean undo(UUID uuid) {
    Undone undone = transactions.execute(_ -> undoLocked(uuid));
    undone.toKeep().ifPresent(cache::keep);
    return undone.done();
  }

  private Undone undoLocked(UUID uuid) {
    Payment payment = payments.lock(operations.get(uuid).paymentId().value());
    return failure(operations.get(uuid))
        .flatMap(failure -> operations.giveUpRefused(uuid, failure))
        .map(failed -> new Undone(true, givenUp(payment, failed)))
        .orElseGet(() -> new Undone(false, Optional.empty()));
  }

  /** A refund that was asked for stands: its ledger is to be mended, and then it is tried again. */
  private static Optional<PaymentError> failure(Operation operation) {
    return switch (operation.kind()) {
      case CAPTURE -> Optional.of(PaymentError.CAPTURE_UNDONE);
      case REFUND ->
          operation.countsAttempt() == null
              ? Optional.empty()
              : Optional.of(PaymentError.REFUND_EXCEEDS_CAPTURED);
      case VOID, EXPIRY, LATE_REFUND -> Optional.empty();
    };
  }

  private Optional<Answered> givenUp(Payment payment, Operation failed) {
    if (failed.kind() == Kind.CAPTURE) {
      newOperation.leave(
          payment,
          Kind.LATE_REFUND,
          new Part(failed.captureAttempt(), failed.amount()),
          "the ledger does not follow the capture");
    }
    return records.answer(failed.id().value(), answers.of(conclusions.failed(failed), failed));
  }
}
