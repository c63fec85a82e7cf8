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
 * Gives up captures that the channel did and the ledger refuses for good, such as of a hold that is
 * gone: they fail, and what the channel took is given back there.
 */
@Component
public class UndoCapture {

  private record Undone(boolean done, Optional<Answered> toKeep) {}

  private final Payments payments;
  private final Operations operations;
  private final NewOperation newOperation;
  private final OperationAnswers answers;
  private final IdempotencyRecords records;
  private final AnswerCache cache;
  private final TransactionTemplate transactions;

  UndoCapture(
      Payments payments,
      Operations operations,
      NewOperation newOperation,
      OperationAnswers answers,
      IdempotencyRecords records,
      AnswerCache cache,
      TransactionTemplate transactions) {
    this.payments = payments;
    this.operations = operations;
    this.newOperation = newOperation;
    this.answers = answers;
    this.records = records;
    this.cache = cache;
    this.transactions = transactions;
  }

  /**
   * Undoes that capture.
   *
   * @return whether it is one that the ledger refuses, and nobody works on it
   */
  public boolean undo(UUID uuid) {
    Undone undone = transactions.execute(_ -> undoLocked(uuid));
    undone.toKeep().ifPresent(cache::keep);
    return undone.done();
  }

  private Undone undoLocked(UUID uuid) {
    Payment payment = payments.lock(operations.get(uuid).paymentId().value());
    Operation operation = operations.get(uuid);
    Optional<Operation> failed =
        operation.kind() == Kind.CAPTURE
            ? operations.giveUpRefused(uuid, PaymentError.CAPTURE_UNDONE)
            : Optional.empty();
    return failed
        .map(
            capture -> {
              newOperation.leave(
                  payment,
                  Kind.LATE_REFUND,
                  new Part(capture.captureAttempt(), capture.amount()),
                  "the ledger does not follow the capture");
              Payment after = payments.get(payment.id().value());
              return new Undone(true, records.answer(uuid, answers.of(after, capture)));
            })
        .orElseGet(() -> new Undone(false, Optional.empty()));
  }
}
