package dev.florin.payment.authorization;

import dev.florin.payment.payment.Decisions;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.PaymentError;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The steps of a payment, in order. It may be run any number of times, by any worker that holds the
 * payment's lease, and comes to the same end.
 */
@Component
public class AuthorizationSaga {

  private final List<Step> automatic;
  private final List<Step> manual;
  private final Step giveUpWaiting;
  private final Decisions decisions;
  private final StepTelemetry telemetry;

  AuthorizationSaga(
      RiskStep risk,
      DeductStep deduct,
      HoldStep hold,
      ChannelStep channel,
      Decisions decisions,
      StepTelemetry telemetry) {
    this.decisions = decisions;
    this.telemetry = telemetry;
    this.giveUpWaiting = Step.of(PaymentObservation.CHANNEL_PROCESS, channel::giveUp);
    this.automatic =
        List.of(
            Step.of(PaymentObservation.RISK_CHECK, risk::assess),
            Step.of(PaymentObservation.BALANCE_DEDUCT, deduct::deduct)
                .undoneBy(PaymentObservation.BALANCE_REFUND, deduct::reverse),
            Step.of(PaymentObservation.CHANNEL_PROCESS, channel::pay));
    this.manual =
        List.of(
            Step.of(PaymentObservation.RISK_CHECK, risk::assess),
            Step.of(PaymentObservation.HOLD_PLACE, hold::place)
                .undoneBy(PaymentObservation.HOLD_RELEASE, hold::release),
            Step.of(PaymentObservation.CHANNEL_PROCESS, channel::pay));
  }

  /** Runs the steps from the top. */
  public Outcome run(Payment payment) {
    List<Step> steps = payment.isManual() ? manual : automatic;
    PaymentError abandonedFor = payment.abandonedFor();
    if (abandonedFor == PaymentError.ACTION_EXPIRED) {
      return giveUpWaiting(payment, steps);
    }
    if (abandonedFor != null) {
      return undo(payment, new Failure(abandonedFor), steps);
    }
    Payment current = payment;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      switch (telemetry.run(step, current)) {
        case StepResult.Done(var next) -> current = next;
        case StepResult.Held(var held) -> {
          return new Outcome.ReviewNeeded(held);
        }
        case StepResult.ActionNeeded(var waiting) -> {
          return new Outcome.ActionNeeded(waiting);
        }
        case StepResult.Unclear(var unclear) -> {
          return new Outcome.Unresolved(unclear);
        }
        case StepResult.Refused refused -> {
          return giveUp(refused, steps.subList(0, i));
        }
      }
    }
    return payment.isManual() ? new Outcome.Authorised(current) : new Outcome.Succeeded(current);
  }

  /** The payer's time is over. Nothing is given back before the channel cannot charge any more. */
  private Outcome giveUpWaiting(Payment payment, List<Step> steps) {
    Failure failure = new Failure(PaymentError.ACTION_EXPIRED);
    return switch (telemetry.run(giveUpWaiting, payment)) {
      case StepResult.Refused(var ended, _, _) -> undo(ended, failure, steps);
      case StepResult.Done(var approved) ->
          undo(approved, failure, steps) instanceof Outcome.Failed(var failed, _)
              ? new Outcome.Failed(failed, true)
              : new Outcome.Unresolved(approved);
      case StepResult.Held(var open) -> new Outcome.Unresolved(open);
      case StepResult.ActionNeeded(var open) -> new Outcome.Unresolved(open);
      case StepResult.Unclear(var open) -> new Outcome.Unresolved(open);
    };
  }

  private Outcome giveUp(StepResult.Refused refused, List<Step> done) {
    boolean undoing = done.stream().anyMatch(step -> step.undo() != null);
    Payment payment =
        undoing && !refused.repeatable()
            ? decisions.abandon(refused.payment(), refused.failure().error())
            : refused.payment();
    return undo(payment, refused.failure(), done);
  }

  /** The payment has failed only when every step is surely undone. */
  private Outcome undo(Payment payment, Failure failure, List<Step> done) {
    Payment failed = payment.failedFor(failure);
    for (Step step : done.reversed()) {
      if (!telemetry.undo(step, failed)) {
        return new Outcome.Unresolved(payment);
      }
    }
    return new Outcome.Failed(failed);
  }
}
