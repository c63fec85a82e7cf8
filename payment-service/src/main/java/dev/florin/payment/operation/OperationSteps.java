package dev.florin.payment.operation;

import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.ChannelDesk.FollowUp;
import dev.florin.payment.authorization.ChannelDesk.Verb;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.authorization.Wallets.Movement;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import java.util.ArrayList;
import java.util.List;
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

  /** As many as an attempt's id can tell apart. */
  private static final int MOST_ATTEMPTS = 99;

  private final ChannelDesk channels;
  private final Wallets wallets;
  private final OperationTelemetry telemetry;

  OperationSteps(ChannelDesk channels, Wallets wallets, OperationTelemetry telemetry) {
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
    FollowUp attempt =
        new FollowUp(capture.id().attempt(1), Verb.CAPTURE, part.ofAttempt(), part.amount());
    return switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
      case Attempt.Approved(var charge) ->
          post(
              capture.charged(charge, null),
              telemetry.ledger(
                  () ->
                      wallets.capture(
                          payment,
                          capture.id().step("post"),
                          part.amount(),
                          capture.finalCapture())));
      case Attempt.Declined(var charge, var code) ->
          failed(capture.charged(charge, code), PaymentError.CAPTURE_DECLINED);
      case Attempt.NotSent() -> failed(capture, PaymentError.CHANNEL_UNAVAILABLE);
      // No payer is asked to act any more: until the channel decides, nobody knows.
      case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) ->
          new OperationOutcome.Unresolved(capture);
    };
  }

  /** The channel releases what it reserved; then the payer's money is free. */
  private OperationOutcome giveUp(Payment payment, Operation operation) {
    if (payment.funds().captured().minorUnits() > 0) {
      // It cannot be voided any more at the channel, where a capture ends the authorisation.
      return release(payment, operation, false);
    }
    Part part = operation.parts().getFirst();
    FollowUp attempt =
        new FollowUp(payment.id().voidAttempt(), Verb.VOID, part.ofAttempt(), part.amount());
    return switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
      case Attempt.Approved(var charge) -> release(payment, operation.charged(charge, null), false);
      case Attempt.Declined(var charge, var code) when operation.kind() == Kind.VOID ->
          failed(operation.charged(charge, code), PaymentError.VOID_DECLINED);
      case Attempt.Declined(var charge, var code) ->
          release(payment, operation.charged(charge, code), true);
      // Its only attempt was used up. What nobody captures lapses at the channel by itself.
      case Attempt.NotSent() -> release(payment, operation, true);
      case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) ->
          new OperationOutcome.Unresolved(operation);
    };
  }

  private OperationOutcome release(Payment payment, Operation operation, boolean unheard) {
    boolean free = telemetry.release(() -> wallets.release(payment));
    return free
        ? new OperationOutcome.Succeeded(operation, unheard)
        : new OperationOutcome.Unresolved(operation);
  }

  private OperationOutcome refund(Payment payment, Operation refund) {
    return switch (refundAtChannel(payment, refund)) {
      case OperationOutcome.Succeeded(var given, _) ->
          post(
              given,
              telemetry.ledger(
                  () -> wallets.refund(payment, given.id().step("refund"), given.amount())));
      case OperationOutcome.Failed failed -> failed;
      case OperationOutcome.Unresolved unresolved -> unresolved;
    };
  }

  /**
   * Nobody else will ask for this refund. So a channel that was surely not reached is asked again
   * by a later run, under an attempt of its own; the earlier ones answer as they did.
   */
  private OperationOutcome lateRefund(Payment payment, Operation refund) {
    Part part = refund.parts().getFirst();
    int attempts = Math.clamp(refund.resumptions(), 1, MOST_ATTEMPTS);
    for (int number = 1; number <= attempts; number++) {
      FollowUp attempt =
          new FollowUp(refund.id().attempt(number), Verb.REFUND, part.ofAttempt(), part.amount());
      switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
        case Attempt.Approved(var charge) -> {
          return new OperationOutcome.Succeeded(refund.charged(charge, null), false);
        }
        case Attempt.Declined(var charge, var code) -> {
          log.error(
              "the channel keeps what it charged too late by {}: {}; a person should look",
              part.ofAttempt(),
              code);
          return failed(refund.charged(charge, code), PaymentError.REFUND_DECLINED);
        }
        case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) -> {
          return new OperationOutcome.Unresolved(refund);
        }
        case Attempt.NotSent() -> {
          // The next attempt may be sent.
        }
      }
    }
    return new OperationOutcome.Unresolved(refund);
  }

  /** What is given back before a part is refused stays given back: the refund is that much. */
  private OperationOutcome refundAtChannel(Payment payment, Operation refund) {
    Operation current = refund;
    List<Part> given = new ArrayList<>();
    for (int i = 0; i < refund.parts().size(); i++) {
      Part part = refund.parts().get(i);
      FollowUp attempt =
          new FollowUp(refund.id().attempt(i + 1), Verb.REFUND, part.ofAttempt(), part.amount());
      switch (telemetry.channel(() -> channels.follow(payment, attempt))) {
        case Attempt.Approved(var charge) -> {
          given.add(part);
          current = current.charged(charge, null);
        }
        case Attempt.Declined(var charge, var code) -> {
          return refused(
              current, given, refund.charged(charge, code), PaymentError.REFUND_DECLINED);
        }
        case Attempt.NotSent() -> {
          return refused(current, given, refund, PaymentError.CHANNEL_UNAVAILABLE);
        }
        case Attempt.NotReached(), Attempt.Unknown(), Attempt.ActionNeeded(_) -> {
          return new OperationOutcome.Unresolved(refund);
        }
      }
    }
    return new OperationOutcome.Succeeded(current, false);
  }

  private static OperationOutcome refused(
      Operation partly, List<Part> given, Operation refused, PaymentError error) {
    return given.isEmpty()
        ? failed(refused, error)
        : new OperationOutcome.Succeeded(partly.reducedTo(given), false);
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
        yield new OperationOutcome.Unresolved(operation);
      }
      case Movement.Unclear() -> new OperationOutcome.Unresolved(operation);
    };
  }

  private static OperationOutcome failed(Operation operation, PaymentError error) {
    return new OperationOutcome.Failed(
        operation.failedFor(new Failure(error, operation.declineCode())));
  }
}
