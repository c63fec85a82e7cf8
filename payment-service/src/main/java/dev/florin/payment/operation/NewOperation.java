package dev.florin.payment.operation;

import dev.florin.money.Money;
import dev.florin.payment.idempotency.Answer;
import dev.florin.payment.idempotency.Work;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.operation.Operation.Progress;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Trace;
import dev.florin.payment.payment.Payments;
import dev.florin.telemetry.TraceContexts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Operations that begin: under the lock of their payment, as the rules allow. */
@Component
class NewOperation {

  private final Payments payments;
  private final Operations operations;
  private final OperationAnswers answers;

  NewOperation(Payments payments, Operations operations, OperationAnswers answers) {
    this.payments = payments;
    this.operations = operations;
    this.answers = answers;
  }

  /** The work of a request. */
  Work<Operation> askedFor(OperationRequest request) {
    return new Work<>() {

      @Override
      public Ref next() {
        Payment payment = request.payment();
        return new Ref(
            Operation.Id.next().value(), payment.id().value(), payment.terms().paymentId());
      }

      @Override
      public Operation begin(Ref ref) {
        return accept(new Operation.Id(ref.uuid()), request);
      }

      @Override
      public Optional<Operation> takeUp(UUID uuid) {
        return operations.takeUp(uuid);
      }

      @Override
      public Optional<Answer> open(UUID uuid) {
        Operation operation = operations.get(uuid);
        return operation.isPending()
            ? Optional.of(answers.of(payments.get(operation.paymentId().value()), operation))
            : Optional.empty();
      }
    };
  }

  private Operation accept(Operation.Id id, OperationRequest request) {
    Payment payment = payments.lock(request.payment().id().value());
    var rules = new OperationRules(payment, operations.of(payment.id()));
    List<Part> parts =
        switch (request.kind()) {
          case CAPTURE ->
              rules.capture(
                  request.amount(), request.finalCapture(), payments.isPastCapture(payment.id()));
          case VOID -> rules.cancel();
          case REFUND -> rules.refund(request.amount());
          case EXPIRY, LATE_REFUND ->
              throw new IllegalArgumentException("nobody asks for " + request.kind());
        };
    Operation begun =
        operations.begin(
            pending(
                id,
                payment,
                request.kind(),
                parts,
                request.finalCapture(),
                request.reason(),
                request.request().scope().subject(),
                new Trace(TraceContexts.traceId(), TraceContexts.traceparent())));
    payments.tally(payment.id(), false);
    return begun;
  }

  /**
   * Begins the end of a payment whose time to be captured has passed, in the caller's transaction;
   * the caller has locked it.
   *
   * @return empty if it has ended, or something is still going on with it
   */
  Optional<Operation> expire(Payment payment) {
    var rules = new OperationRules(payment, operations.of(payment.id()));
    if (!rules.expires()) {
      return Optional.empty();
    }
    return Optional.of(leave(payment, Kind.EXPIRY, rules.rest(), "the time to capture has passed"));
  }

  /**
   * Begins to give up at the channel what a last capture has left of the authorisation, in the
   * caller's transaction; the caller has locked the payment.
   */
  void releaseRest(Payment payment) {
    Part rest = new OperationRules(payment, operations.of(payment.id())).rest();
    if (rest.amount().minorUnits() > 0 && !rest.isDone()) {
      leave(payment, Kind.VOID, rest, "the last capture has left it");
    }
  }

  /** Leaves an operation that nobody asked for to whoever looks for work. */
  Operation leave(Payment payment, Kind kind, Part part, String reason) {
    return leave(unasked(payment, kind, part, reason));
  }

  /**
   * The same for one that counts what the channel has done already under an earlier attempt.
   *
   * @param charge what the channel told of it
   */
  Operation leaveDone(
      Payment payment, Kind kind, Part part, String attemptId, @Nullable Charge charge) {
    return leave(
        unasked(payment, kind, part.told(Progress.DONE), "the channel did it after all")
            .counting(attemptId)
            .charged(charge, null));
  }

  private Operation leave(Operation operation) {
    Operation left = operations.leave(operation);
    payments.tally(left.paymentId(), false);
    return left;
  }

  private static Operation unasked(Payment payment, Kind kind, Part part, String reason) {
    return pending(
        Operation.Id.next(),
        payment,
        kind,
        List.of(part),
        false,
        reason,
        "payment-service",
        payment.trace());
  }

  private static Operation pending(
      Operation.Id id,
      Payment payment,
      Kind kind,
      List<Part> parts,
      boolean last,
      @Nullable String reason,
      String requestedBy,
      Trace trace) {
    Money amount = parts.stream().map(Part::amount).reduce(Money::plus).orElseThrow();
    return new Operation(
        id,
        payment.id(),
        kind,
        amount,
        last,
        reason,
        parts,
        null,
        Operation.Status.PENDING,
        0,
        0,
        null,
        null,
        null,
        requestedBy,
        trace,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
