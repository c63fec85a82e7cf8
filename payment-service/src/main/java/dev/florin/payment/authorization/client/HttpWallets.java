package dev.florin.payment.authorization.client;

import dev.florin.fault.FaultPoint;
import dev.florin.money.Money;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.authorization.client.AccountClient.Hold;
import dev.florin.payment.authorization.client.AccountClient.Transfer;
import dev.florin.payment.authorization.client.Downstream.Reply;
import dev.florin.payment.payment.CaptureProperties;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.web.client.CallOutcome;
import dev.florin.web.client.RetryBudget;
import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The payer's wallet at account-service. */
final class HttpWallets implements Wallets {

  private final AccountClient client;
  private final Downstream account;
  private final RetryBudget budget;
  private final Counter repeats;
  private final CaptureProperties capture;

  HttpWallets(
      AccountClient client,
      Downstream account,
      RetryBudget budget,
      Counter repeats,
      CaptureProperties capture) {
    this.client = client;
    this.account = account;
    this.budget = budget;
    this.repeats = repeats;
    this.capture = capture;
  }

  @Override
  public Deduction deduct(Payment payment) {
    Payment.Terms terms = payment.terms();
    var request =
        new AccountClient.Deduction(
            terms.merchantId(),
            terms.userId(),
            terms.amount().toDecimalString(),
            terms.amount().currencyCode());
    return switch (insist(() -> client.deduct(payment.id().step("deduct"), request))) {
      case Reply.Answered<Transfer>(var transfer) -> toDeduction(transfer);
      case Reply.Failed<Transfer>(var outcome, var conflict) ->
          switch (outcome) {
            case NOT_SENT -> new Deduction.NotPosted();
            // Somebody posted something under our id: that is for a person to look at.
            case REFUSED -> conflict ? new Deduction.Unknown() : new Deduction.NotPosted();
            case NO_ANSWER -> new Deduction.Unknown();
          };
    };
  }

  @Override
  public boolean reverse(Payment payment, PaymentError reason) {
    var request = new AccountClient.Reversal(payment.id().step("deduct"), reason.code());
    return switch (insist(() -> client.reverse(payment.id().step("reverse"), request))) {
      case Reply.Answered<Transfer>(var transfer) -> isUndone(transfer);
      case Reply.Failed<Transfer> _ -> false;
    };
  }

  @Override
  public Deduction hold(Payment payment) {
    Payment.Terms terms = payment.terms();
    var request =
        new AccountClient.NewHold(
            terms.merchantId(),
            terms.userId(),
            terms.amount().toDecimalString(),
            terms.amount().currencyCode(),
            capture.holdTime().toSeconds());
    return switch (FaultPoint.PAYMENT_HOLD_AFTER_CALL.after(
        insist(() -> client.hold(hold(payment.id()), request)))) {
      case Reply.Answered<Hold>(var hold) -> toReservation(hold);
      case Reply.Failed<Hold>(var outcome, var conflict) ->
          switch (outcome) {
            case NOT_SENT -> new Deduction.NotPosted();
            // Somebody reserved something under our id: that is for a person to look at.
            case REFUSED -> conflict ? new Deduction.Unknown() : new Deduction.NotPosted();
            case NO_ANSWER -> new Deduction.Unknown();
          };
    };
  }

  @Override
  public boolean release(Payment payment) {
    return switch (FaultPoint.PAYMENT_RELEASE_AFTER_CALL.after(
        insist(() -> client.release(hold(payment.id()))))) {
      case Reply.Answered<Hold>(var hold) -> isFree(hold);
      case Reply.Failed<Hold> _ -> false;
    };
  }

  @Override
  public Movement capture(Payment payment, String id, Money amount, boolean last) {
    var post = new AccountClient.Post(amount.toDecimalString(), amount.currencyCode(), last);
    return switch (FaultPoint.PAYMENT_POST_AFTER_CALL.after(
        insist(() -> client.post(hold(payment.id()), id, post)))) {
      case Reply.Answered<Hold>(var hold) -> toMovement(hold);
      case Reply.Failed<Hold> _ -> new Movement.Unclear();
    };
  }

  @Override
  public Movement refund(Payment payment, String id, Money amount) {
    Payment.Terms terms = payment.terms();
    Payment.Charge charge = payment.charge();
    String channel = charge == null ? null : charge.channel();
    if (channel == null) {
      return new Movement.Refused("channel_unknown");
    }
    var request =
        new AccountClient.Refund(
            terms.merchantId(),
            terms.userId(),
            channel,
            amount.toDecimalString(),
            amount.currencyCode());
    return switch (FaultPoint.PAYMENT_REFUND_AFTER_CALL.after(
        insist(() -> client.refund(id, request)))) {
      case Reply.Answered<Transfer>(var transfer) -> toMovement(transfer);
      case Reply.Failed<Transfer> _ -> new Movement.Unclear();
    };
  }

  private static String hold(Payment.Id id) {
    return id.step("hold");
  }

  /**
   * Repeats a call that had no answer once, with the same id, within a budget. If the repetition is
   * not answered either, what counts is that the first one may have arrived.
   */
  private <T> Reply<T> insist(Supplier<T> request) {
    budget.earn();
    Reply<T> first = account.call(request);
    if (!(first instanceof Reply.Failed<T>(var outcome, _))
        || outcome != CallOutcome.NO_ANSWER
        || !budget.spend()) {
      return first;
    }
    repeats.increment();
    return switch (account.call(request)) {
      case Reply.Answered<T> answered -> answered;
      case Reply.Failed<T> _ -> first;
    };
  }

  private static Deduction toReservation(Hold hold) {
    return switch (hold.result()) {
      case placed -> new Deduction.Posted();
      case declined -> new Deduction.Declined(declineCode(hold.declineCode()));
      case posted, voided, fenced -> new Deduction.Unknown();
      // JSON may leave out what the record declares.
      case null -> new Deduction.Unknown();
    };
  }

  /** Whether the hold reserves nothing any more; one that was declined never did. */
  private static boolean isFree(Hold hold) {
    return switch (hold.result()) {
      case voided, fenced -> true;
      case declined -> !"already_posted".equals(hold.declineCode());
      case placed, posted -> false;
      // JSON may leave out what the record declares.
      case null -> false;
    };
  }

  private static Movement toMovement(Hold hold) {
    return switch (hold.result()) {
      case posted -> new Movement.Posted();
      case declined -> new Movement.Refused(code(hold.declineCode()));
      case placed, voided, fenced -> new Movement.Unclear();
      // JSON may leave out what the record declares.
      case null -> new Movement.Unclear();
    };
  }

  private static Movement toMovement(Transfer transfer) {
    return switch (transfer.result()) {
      case posted -> new Movement.Posted();
      case declined, fenced -> new Movement.Refused(code(transfer.declineCode()));
      // JSON may leave out what the record declares.
      case null -> new Movement.Unclear();
    };
  }

  private static String code(@Nullable String declineCode) {
    return declineCode == null ? "declined" : declineCode;
  }

  private static Deduction toDeduction(Transfer transfer) {
    return switch (transfer.result()) {
      case posted -> new Deduction.Posted();
      case declined -> new Deduction.Declined(declineCode(transfer.declineCode()));
      case fenced -> new Deduction.Declined(PaymentError.ACCOUNT_UNAVAILABLE);
      // JSON may leave out what the record declares.
      case null -> new Deduction.Unknown();
    };
  }

  private static boolean isUndone(Transfer transfer) {
    return switch (transfer.result()) {
      case posted, fenced -> true;
      case declined -> false;
      // JSON may leave out what the record declares.
      case null -> false;
    };
  }

  /** A code this service does not know says as surely that nothing was taken. */
  private static PaymentError declineCode(@Nullable String code) {
    return switch (code) {
      case "insufficient_funds" -> PaymentError.INSUFFICIENT_FUNDS;
      case "account_not_found" -> PaymentError.ACCOUNT_NOT_FOUND;
      case "account_frozen" -> PaymentError.ACCOUNT_FROZEN;
      case "account_closed" -> PaymentError.ACCOUNT_CLOSED;
      case null, default -> PaymentError.ACCOUNT_UNAVAILABLE;
    };
  }
}
