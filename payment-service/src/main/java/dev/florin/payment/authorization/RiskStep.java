package dev.florin.payment.authorization;

import dev.florin.fault.FaultPoint;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.authorization.RiskDesk.Assessment.Allowed;
import dev.florin.payment.authorization.RiskDesk.Assessment.Denied;
import dev.florin.payment.authorization.RiskDesk.Assessment.NotAllowedToAsk;
import dev.florin.payment.authorization.RiskDesk.Assessment.ReviewNeeded;
import dev.florin.payment.authorization.RiskDesk.Assessment.Unavailable;
import dev.florin.payment.payment.Decisions;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.Risk;
import dev.florin.payment.payment.Payment.Risk.Decision;
import dev.florin.payment.payment.PaymentError;
import org.springframework.stereotype.Component;

/** No payment goes on unassessed, but for small ones of known payers while nobody can assess. */
@Component
class RiskStep {

  private final RiskDesk risk;
  private final LowRiskRule lowRisk;
  private final Decisions decisions;

  RiskStep(RiskDesk risk, LowRiskRule lowRisk, Decisions decisions) {
    this.risk = risk;
    this.lowRisk = lowRisk;
    this.decisions = decisions;
  }

  StepResult assess(Payment payment) {
    // Written down by the run that learned it, or decided it.
    Risk known = payment.risk();
    if (known != null
        && (known.decision() == Decision.ALLOW || known.decision() == Decision.DEGRADED)) {
      return new StepResult.Done(payment);
    }
    Assessment assessment = risk.assess(payment);
    FaultPoint.PAYMENT_RISK_AFTER_CALL.reach();
    return switch (assessment) {
      case Allowed(var level, var score) ->
          new StepResult.Done(payment.assessed(new Risk(Decision.ALLOW, level, score)));
      case ReviewNeeded(var level, var score) ->
          new StepResult.Held(payment.assessed(new Risk(Decision.REVIEW, level, score)));
      case Denied(var level, var score) ->
          StepResult.Refused.repeatable(
              payment.assessed(new Risk(Decision.DENY, level, score)),
              new Failure(PaymentError.RISK_REJECTED));
      case Unavailable() when lowRisk.admits(payment) ->
          new StepResult.Done(decisions.goOnDegraded(payment));
      case Unavailable(), NotAllowedToAsk() -> withoutAssessment(payment);
    };
  }

  private static StepResult withoutAssessment(Payment payment) {
    // An earlier run may have been allowed, and have taken the money.
    return payment.resumed()
        ? new StepResult.Unclear(payment)
        : StepResult.Refused.once(payment, new Failure(PaymentError.RISK_UNAVAILABLE));
  }
}
