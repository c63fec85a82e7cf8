package dev.florin.payment.operation;

import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.ChannelDesk.FollowUp;
import dev.florin.payment.authorization.ChannelDesk.Verb;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.authorization.Wallets.Movement;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.operation.Operation.Progress;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The steps of each kind of operation: first the channel, which may say no, then the ledger, which
 * only follows. They may be run any number of times, by any worker that holds the operation's
 * lease, and come to the same end. What could not be reached is asked again later, by the same ids.
 */
@Component
public class OperationSteps {

  private static final Logger log = LoggerFactory.getLogger(OperationSteps.class);

  /** As many parts of a refund as one run sees to, within its time. */
  private static final int PIECE = 20;

  private final Siblings siblings;
  private final ChannelDesk channels;
  private final Wallets wallets;
  private final OperationTelemetry telemetry;

  OperationSteps(
      Siblings siblings, ChannelDesk channels, Wallets wallets, OperationTelemetry telemetry) {
    this.siblings = siblings;
    this.channels = channels;
    this.wallets = wallets;
    this.telemetry = telemetry;
  }

  /** Runs the steps from the top. */
  public OperationOutcome run(Payment payment, Operation operation) {
    return telemetry.around(
        payment,
        operation,
        () ->
            switch (operation.kind()) {
              case CAPTURE -> capture(payment, operation);
              case VOID, EXPIRY -> giveUp(payment, operation);
              case REFUND -> refund(payment, operation);
              case LATE_REFUND -> lateRefund(payment, operation);
            });
  }

  private OperationOutcome capture(Payment payment, Operation capture) {
    Part part = capture.parts().getFirst();
    if (part.isDone()) {
      return postCapture(payment, capture);
    }
    FollowUp attempt =
        new FollowUp(capture.captureAttempt(), Verb.CAPTURE, part.ofAttempt(), part.amount());
    return switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
      case Attempt.Approved(var charge) -> postCapture(payment, done(capture, 0, charge));
      case Attempt.Declined(var charge, var code) ->
          failed(capture.charged(charge, code), PaymentError.CAPTURE_DECLINED);
      case Attempt.NotSent() -> failed(capture, PaymentError.CHANNEL_UNAVAILABLE);
      // No payer is asked to act any more: until the channel decides, nobody knows.
      case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) ->
          new OperationOutcome.Unresolved(capture);
    };
  }

  private OperationOutcome postCapture(Payment payment, Operation capture) {
    return post(
        capture,
        telemetry.ledger(
            () ->
                wallets.capture(
                    payment, capture.id().step("post"), capture.amount(), capture.finalCapture())));
  }

  /**
   * The channel releases what it reserved; then the payer's money is free. A channel that was
   * surely not reached is asked again by a later run, under the next attempt.
   */
  private OperationOutcome giveUp(Payment payment, Operation operation) {
    Part part = operation.parts().getFirst();
    if (part.isDone()) {
      return release(payment, operation, false);
    }
    boolean mayStay =
        operation.kind() == Kind.VOID && payment.status() == Payment.Status.REQUIRES_CAPTURE;
    FollowUp attempt =
        new FollowUp(operation.attempt(), Verb.VOID, part.ofAttempt(), part.amount());
    return switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
      case Attempt.Approved(var charge) -> release(payment, done(operation, 0, charge), false);
      case Attempt.Declined(var charge, var code) when mayStay ->
          failed(operation.charged(charge, code), PaymentError.VOID_DECLINED);
      case Attempt.Declined(var charge, var code) ->
          release(payment, operation.charged(charge, code), true);
      case Attempt.NotSent() -> new OperationOutcome.Unresolved(underTheNextAttempt(operation));
      case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) ->
          new OperationOutcome.Unresolved(operation);
    };
  }

  /** A last capture has set the payer's money free already. */
  private OperationOutcome release(Payment payment, Operation operation, boolean unheard) {
    boolean free =
        payment.status() == Payment.Status.SUCCEEDED
            || telemetry.release(() -> wallets.release(payment));
    return free
        ? new OperationOutcome.Succeeded(operation, unheard)
        : new OperationOutcome.Unresolved(operation);
  }

  private OperationOutcome refund(Payment payment, Operation refund) {
    return switch (refundAtChannel(payment, refund)) {
      case OperationOutcome.Succeeded(var given, _) -> postRefund(payment, given);
      case OperationOutcome.Failed failed -> failed;
      case OperationOutcome.Unresolved unresolved -> unresolved;
      case OperationOutcome.Continued continued -> continued;
      case OperationOutcome.Refused refused -> refused;
    };
  }

  /** A refund that was asked for has its room since it began; one that is counted finds it now. */
  private OperationOutcome postRefund(Payment payment, Operation given) {
    if (given.countsAttempt() != null) {
      var rules = new OperationRules(payment, siblings.of(payment.id()));
      switch (rules.roomFor(given)) {
        case ENOUGH -> {}
        case PERHAPS -> {
          return new OperationOutcome.Unresolved(given);
        }
        case TOO_LITTLE -> {
          return new OperationOutcome.Refused(given, PaymentError.REFUND_EXCEEDS_CAPTURED.code());
        }
      }
    }
    return post(
        given,
        telemetry.ledger(() -> wallets.refund(payment, given.id().step("refund"), given.amount())));
  }

  /**
   * Nobody else will ask for this refund. So a channel that was surely not reached is asked again
   * by a later run, under the next attempt.
   */
  private OperationOutcome lateRefund(Payment payment, Operation refund) {
    Part part = refund.parts().getFirst();
    if (part.isDone()) {
      return new OperationOutcome.Succeeded(refund, false);
    }
    FollowUp attempt = new FollowUp(refund.attempt(), Verb.REFUND, part.ofAttempt(), part.amount());
    return switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
      case Attempt.Approved(var charge) ->
          new OperationOutcome.Succeeded(done(refund, 0, charge), false);
      case Attempt.Declined(var charge, var code) ->
          failed(refund.charged(charge, code), PaymentError.REFUND_DECLINED);
      case Attempt.NotSent() -> new OperationOutcome.Unresolved(underTheNextAttempt(refund));
      case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) ->
          new OperationOutcome.Unresolved(refund);
    };
  }

  /**
   * Gives back part after part, so many in a run; what was done is not asked for again. What is
   * given back before a part is refused stays given back: the refund is that much.
   */
  private OperationOutcome refundAtChannel(Payment payment, Operation refund) {
    Operation current = refund;
    int asked = 0;
    for (int i = 0; i < refund.parts().size(); i++) {
      Part part = refund.parts().get(i);
      if (part.isDone()) {
        continue;
      }
      if (asked++ == PIECE) {
        return new OperationOutcome.Continued(current);
      }
      FollowUp attempt =
          new FollowUp(refund.id().attempt(i + 1), Verb.REFUND, part.ofAttempt(), part.amount());
      switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
        case Attempt.Approved(var charge) -> current = done(current, i, charge);
        case Attempt.Declined(var charge, var code) -> {
          return refused(current, refund.charged(charge, code), PaymentError.REFUND_DECLINED);
        }
        case Attempt.NotSent() -> {
          return refused(current, refund, PaymentError.CHANNEL_UNAVAILABLE);
        }
        case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) -> {
          return new OperationOutcome.Unresolved(current);
        }
      }
    }
    return new OperationOutcome.Succeeded(current, false);
  }

  private static Operation done(Operation operation, int index, Charge charge) {
    return operation
        .charged(charge, null)
        .with(index, operation.parts().get(index).told(Progress.DONE));
  }

  private static Operation underTheNextAttempt(Operation operation) {
    Part part = operation.parts().getFirst();
    return operation.with(0, part.numbered(part.number() + 1));
  }

  private static OperationOutcome refused(Operation partly, Operation refused, PaymentError error) {
    return partly.parts().stream().noneMatch(Part::isDone)
        ? failed(refused, error)
        : new OperationOutcome.Succeeded(partly.reducedToDone(), false);
  }

  private static OperationOutcome post(Operation operation, Movement movement) {
    return switch (movement) {
      case Movement.Posted() -> new OperationOutcome.Succeeded(operation, false);
      case Movement.Refused(var code) -> {
        log.error(
            "the channel did {} {}, but the ledger does not follow: {}; a person should look why",
            operation.kind().code(),
            operation.id(),
            code);
        yield new OperationOutcome.Refused(operation, code);
      }
      case Movement.Unclear() -> new OperationOutcome.Unresolved(operation);
    };
  }

  private static OperationOutcome failed(Operation operation, PaymentError error) {
    return new OperationOutcome.Failed(
        operation.failedFor(new Failure(error, operation.declineCode())));
  }
}
