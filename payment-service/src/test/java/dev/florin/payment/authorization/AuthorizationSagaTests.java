package dev.florin.payment.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.FakeWorld.Manner;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.authorization.Wallets.Deduction;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.Payment.Failure;
import dev.florin.payment.payment.Payment.NextAction;
import dev.florin.payment.payment.Payment.Risk.Decision;
import dev.florin.payment.payment.PaymentError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every row of the table of outcomes per step. */
class AuthorizationSagaTests {

  private final FakeWorld world = new FakeWorld();

  @Test
  void aPaymentThatEverybodyAgreesToSucceeds() {
    Outcome outcome = world.run();

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(world.calls).containsExactly("assess", "deduct", "pay");
    assertThat(outcome.payment().charge())
        .isEqualTo(new Charge("sandbox", "ch_1", "approved by the third party"));
    assertThat(outcome.payment().risk()).isEqualTo(new Payment.Risk(Decision.ALLOW, "low", 3));
  }

  @Test
  void aManualPaymentIsHeldInsteadOfDeductedAndWaits() {
    world.captureByHand();

    Outcome outcome = world.run();

    assertThat(outcome).isInstanceOf(Outcome.Authorised.class);
    assertThat(world.calls).containsExactly("assess", "hold", "pay");
  }

  @Test
  void aManualPaymentThatTheChannelDeclinesIsReleased() {
    world.captureByHand();
    world.attempt = new Attempt.Declined(new Charge("sandbox", "ch_1", null), "expired_card");

    Outcome outcome = world.run();

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.payment().failure())
        .isEqualTo(new Failure(PaymentError.CARD_DECLINED, "expired_card"));
    assertThat(world.calls).containsExactly("assess", "hold", "pay", "release");
  }

  @Test
  void aPaymentThatRiskDeniesFailsBeforeAnythingIsTaken() {
    world.assessment = new Assessment.Denied("high", 90);

    assertFailed(world.run(), PaymentError.RISK_REJECTED);
    assertThat(world.calls).containsExactly("assess");
  }

  @Test
  void aPaymentThatRiskWantsReviewedWaitsForAPerson() {
    world.assessment = new Assessment.ReviewNeeded("medium", 50);

    assertThat(world.run()).isInstanceOf(Outcome.ReviewNeeded.class);
    assertThat(world.calls).containsExactly("assess");
  }

  @Test
  void aPaymentWhosePayerHasToActWaitsWithItsMoneyTakenAndNothingReversed() {
    var charge =
        new Charge("sandbox", "ch_1", null, new NextAction("redirect", "https://psp.test/3ds"));
    world.attempt = new Attempt.ActionNeeded(charge);

    Outcome outcome = world.run();

    assertThat(outcome).isInstanceOf(Outcome.ActionNeeded.class);
    assertThat(outcome.payment().charge()).isEqualTo(charge);
    assertThat(world.calls).containsExactly("assess", "deduct", "pay");
    assertThat(world.moneyTaken()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Manner.class, mode = Mode.EXCLUDE, names = "ANSWERS")
  void withoutAnAssessmentASmallPaymentOfAKnownPayerGoesOnMarkedDegraded(Manner manner) {
    world.risk = manner;
    world.payerKnown = true;

    Outcome outcome = world.run();

    assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    assertThat(outcome.payment().risk()).isEqualTo(Payment.Risk.DEGRADED);
    assertThat(world.calls).containsExactly("assess", "go on degraded", "deduct", "pay");
  }

  @Test
  void withoutAnAssessmentAPaymentOfAnUnknownPayerFails() {
    world.risk = Manner.AWAY;

    assertFailed(world.run(), PaymentError.RISK_UNAVAILABLE);
    assertThat(world.calls).containsExactly("assess");
  }

  @Test
  void withoutAnAssessmentALargePaymentFails() {
    world.risk = Manner.AWAY;
    world.payerKnown = true;
    world.large();

    assertFailed(world.run(), PaymentError.RISK_UNAVAILABLE);
  }

  @Test
  void aResumedPaymentWhoseAssessmentIsStoredIsNotAssessedAgain() {
    world.channels = Manner.SILENT_AFTER;
    world.run();
    world.risk = Manner.AWAY;
    world.channels = Manner.ANSWERS;
    world.calls.clear();

    assertThat(world.runAgain()).isInstanceOf(Outcome.Succeeded.class);
    assertThat(world.calls).containsExactly("deduct", "pay");
  }

  @Test
  void aPaymentThatMayNotBeAssessedFailsHoweverSmall() {
    world.assessment = new Assessment.NotAllowedToAsk();
    world.payerKnown = true;

    assertFailed(world.run(), PaymentError.RISK_UNAVAILABLE);
    assertThat(world.calls).containsExactly("assess");
  }

  @Test
  void aResumedPaymentThatMayNotBeAssessedStaysOpenSinceItMayHaveBeenTaken() {
    world.run();
    world.assessment = new Assessment.NotAllowedToAsk();
    world.payerKnown = true;

    assertThat(world.runAgain()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.reversed).isFalse();
  }

  @Test
  void aResumedPaymentThatNobodyCanAssessStaysOpenSinceItMayHaveBeenTaken() {
    world.run();
    world.risk = Manner.AWAY;

    assertThat(world.runAgain()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.reversed).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentError.class,
      names = {"INSUFFICIENT_FUNDS", "ACCOUNT_NOT_FOUND", "ACCOUNT_FROZEN", "ACCOUNT_CLOSED"})
  void aPaymentThatTheWalletDeclinesFailsWithItsCodeAndNothingIsReversed(PaymentError code) {
    world.deduction = new Deduction.Declined(code);

    assertFailed(world.run(), code);
    assertThat(world.calls).containsExactly("assess", "deduct");
  }

  @Test
  void aPaymentWhoseWalletCannotBeReachedFailsForGood() {
    world.accounts = Manner.AWAY;

    assertFailed(world.run(), PaymentError.ACCOUNT_UNAVAILABLE);
    assertThat(world.calls).containsExactly("assess", "deduct");
  }

  @Test
  void aResumedPaymentWhoseWalletCannotBeReachedStaysOpen() {
    world.accounts = Manner.SILENT_AFTER;
    world.run();
    world.accounts = Manner.AWAY;

    assertThat(world.runAgain()).isInstanceOf(Outcome.Unresolved.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"SILENT_BEFORE", "SILENT_AFTER"})
  void aDeductionWithoutAnAnswerLeavesThePaymentOpenAndTheNextRunEndsIt(Manner manner) {
    world.accounts = manner;
    assertThat(world.run()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.calls).containsExactly("assess", "deduct");

    world.accounts = Manner.ANSWERS;
    assertThat(world.runAgain()).isInstanceOf(Outcome.Succeeded.class);
  }

  @Test
  void aPaymentThatTheChannelDeclinesFailsAfterItsDeductionIsReversed() {
    world.attempt = new Attempt.Declined(new Charge("sandbox", "ch_2", null), "insufficient_funds");

    Outcome outcome = world.run();

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.payment().failure())
        .isEqualTo(new Failure(PaymentError.CARD_DECLINED, "insufficient_funds"));
    assertThat(world.calls).containsExactly("assess", "deduct", "pay", "reverse card_declined");
  }

  @Test
  void aPaymentThatTheChannelDeclinesStaysOpenUntilTheReversalIsConfirmed() {
    world.attempt = new Attempt.Declined(new Charge("sandbox", "ch_2", null), "expired_card");
    world.reversals = Manner.SILENT_BEFORE;
    assertThat(world.run()).isInstanceOf(Outcome.Unresolved.class);

    world.reversals = Manner.ANSWERS;
    assertThat(world.runAgain()).isInstanceOf(Outcome.Failed.class);
    assertThat(world.moneyTaken()).isFalse();
  }

  @Test
  void aPaymentThatNoChannelWasSentFailsAfterItsDeductionIsReversed() {
    world.attempt = new Attempt.NotSent();

    assertFailed(world.run(), PaymentError.CHANNEL_UNAVAILABLE);
    assertThat(world.calls)
        .containsExactly("assess", "deduct", "pay", "abandon", "reverse channel_unavailable");
  }

  @Test
  void aPaymentWhoseChannelsCannotBeReachedFailsAfterItsDeductionIsReversed() {
    world.channels = Manner.AWAY;

    assertFailed(world.run(), PaymentError.CHANNEL_UNAVAILABLE);
    assertThat(world.moneyTaken()).isFalse();
  }

  @Test
  void anAbandonedPaymentNeverReachesTheChannelAgain() {
    world.channels = Manner.AWAY;
    world.reversals = Manner.SILENT_AFTER;
    assertThat(world.run()).isInstanceOf(Outcome.Unresolved.class);
    world.channels = Manner.ANSWERS;
    world.reversals = Manner.ANSWERS;
    world.calls.clear();

    assertFailed(world.runAgain(), PaymentError.CHANNEL_UNAVAILABLE);
    assertThat(world.calls).containsExactly("reverse channel_unavailable");
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"SILENT_BEFORE", "SILENT_AFTER"})
  void anAttemptWithoutAnAnswerLeavesThePaymentOpenAndNothingIsReversed(Manner manner) {
    world.channels = manner;

    assertThat(world.run()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.calls).containsExactly("assess", "deduct", "pay");
  }

  @Test
  void aResumedPaymentWhoseChannelsCannotBeReachedIsNotReversedSinceItMayBeCharged() {
    world.channels = Manner.SILENT_AFTER;
    world.run();
    world.channels = Manner.AWAY;

    assertThat(world.runAgain()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.reversed).isFalse();
    assertThat(world.charged()).isTrue();
  }

  @Test
  void anAttemptThatTheChannelDoesNotKnowTheEndOfLeavesThePaymentOpen() {
    world.attempt = new Attempt.Unknown();

    assertThat(world.run()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.reversed).isFalse();
  }

  @Test
  void whatWaitsForALatePayerIsEndedAtTheChannelBeforeTheMoneyGoesBack() {
    world.payerIsLate(new Attempt.ActionNeeded(new Charge("sandbox", "ch_1", null)));

    Outcome outcome = world.run();

    assertFailed(outcome, PaymentError.ACTION_EXPIRED);
    assertThat(outcome).isEqualTo(new Outcome.Failed(outcome.payment(), false));
    assertThat(world.calls).containsExactly("pay", "VOID _void", "pay", "reverse action_expired");
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"AWAY", "SILENT_BEFORE", "SILENT_AFTER"})
  void whileTheChannelDoesNotTellWhatALatePayerDidNothingGoesBack(Manner manner) {
    world.payerIsLate(new Attempt.ActionNeeded(new Charge("sandbox", "ch_1", null)));
    world.channels = manner;

    assertThat(world.run()).isInstanceOf(Outcome.Unresolved.class);
    assertThat(world.reversed).isFalse();
  }

  @Test
  void aChargeThatALatePayerConfirmedIsToBeGivenBack() {
    world.payerIsLate(new Attempt.Approved(new Charge("sandbox", "ch_1", null)));

    Outcome outcome = world.run();

    assertThat(outcome).isEqualTo(new Outcome.Failed(outcome.payment(), true));
    assertThat(world.calls).containsExactly("pay", "reverse action_expired");
  }

  private static void assertFailed(Outcome outcome, PaymentError error) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.payment().failure()).isEqualTo(new Failure(error));
  }
}
