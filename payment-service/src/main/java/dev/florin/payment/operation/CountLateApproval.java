package dev.florin.payment.operation;

import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.operation.Operation.Progress;
import dev.florin.payment.operation.Operation.Status;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Counts captures, voids and refunds that a channel did after they had been believed not to be: an
 * operation that is still open goes on with it, one that has ended stays what it was, and another
 * one is begun that only the ledger has to follow. A capture for which the payment has no room any
 * more is given back at the channel.
 */
@Component
public class CountLateApproval {

  private static final Pattern ATTEMPT = Pattern.compile("([0-9a-f-]{36})_([1-9][0-9]{0,8})");

  private final Operations operations;
  private final NewOperation newOperation;

  CountLateApproval(Operations operations, NewOperation newOperation) {
    this.operations = operations;
    this.newOperation = newOperation;
  }

  /**
   * Counts it once, in the caller's transaction; the caller has locked the payment.
   *
   * @param attemptId the attempt that was approved after all
   * @param charge what the channel tells of it
   * @return the public id of the operation that stands for it; empty if there is none
   */
  public Optional<String> count(Payment payment, String attemptId, Charge charge) {
    List<Operation> all = operations.of(payment.id());
    Optional<Operation> counted =
        all.stream()
            .filter(it -> attemptId.equals(it.countsAttempt()) || isGivenBack(it, attemptId))
            .findFirst();
    return counted
        .or(
            () ->
                made(all, attemptId).flatMap(made -> count(payment, all, made, attemptId, charge)))
        .map(Operation::publicId);
  }

  /** An operation of which an attempt was made, and for which part. */
  private record Made(Operation operation, int index) {

    Part part() {
      return operation.parts().get(index);
    }
  }

  private static boolean isGivenBack(Operation operation, String attemptId) {
    return operation.kind() == Kind.LATE_REFUND
        && operation.parts().getFirst().ofAttempt().equals(attemptId);
  }

  private static Optional<Made> made(List<Operation> all, String attemptId) {
    Matcher matcher = ATTEMPT.matcher(attemptId);
    if (!matcher.matches()) {
      return lastVoid(all, attemptId);
    }
    UUID uuid = UUID.fromString(matcher.group(1));
    int number = Integer.parseInt(matcher.group(2));
    return all.stream()
        .filter(it -> it.id().value().equals(uuid))
        .findFirst()
        .map(it -> new Made(it, it.kind() == Kind.REFUND ? number - 1 : 0))
        .filter(made -> made.index() < made.operation().parts().size());
  }

  /** The void or expiry that is open, or else the last one: its attempts are the payment's. */
  private static Optional<Made> lastVoid(List<Operation> all, String attemptId) {
    return all.stream()
        .filter(it -> it.kind() == Kind.VOID || it.kind() == Kind.EXPIRY)
        .filter(it -> attemptId.startsWith(it.paymentId() + "_void"))
        .reduce((_, later) -> later)
        .map(it -> new Made(it, 0));
  }

  private Optional<Operation> count(
      Payment payment, List<Operation> all, Made made, String attemptId, Charge charge) {
    Operation locked = operations.lock(made.operation().id().value()).orElseThrow();
    Part part = made.part();
    if (part.isDone() || (locked.status() == Status.SUCCEEDED && !part.isRefused())) {
      return Optional.of(locked);
    }
    if (locked.isPending()) {
      Operation learned = locked.charged(charge, null).with(made.index(), part.told(Progress.DONE));
      return Optional.of(operations.learn(learned));
    }
    var rules = new OperationRules(payment, all);
    return switch (locked.kind()) {
      case CAPTURE ->
          Optional.of(
              rules.hasRoomFor(part.amount())
                  ? newOperation.leaveDone(payment, Kind.CAPTURE, part, attemptId, charge)
                  : newOperation.leave(
                      payment,
                      Kind.LATE_REFUND,
                      new Part(attemptId, part.amount()),
                      "captured after the payment had no room for it"));
      case REFUND ->
          Optional.of(newOperation.leaveDone(payment, Kind.REFUND, part, attemptId, charge));
      case VOID ->
          rules.isVoidable()
              ? Optional.of(newOperation.leaveDone(payment, Kind.VOID, part, attemptId, charge))
              : Optional.empty();
      // What is wanted has come about, and the ledger has nothing to follow.
      case EXPIRY, LATE_REFUND -> Optional.empty();
    };
  }
}
