package dev.florin.payment.authorization.client;

import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.authorization.client.AccountClient.Transfer;
import dev.florin.payment.authorization.client.Downstream.Reply;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.web.client.CallOutcome;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The payer's wallet at account-service. */
final class HttpWallets implements Wallets {

  private final AccountClient client;
  private final Downstream account;

  HttpWallets(AccountClient client, Downstream account) {
    this.client = client;
    this.account = account;
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

  /**
   * Repeats a call that had no answer once, with the same id. If the repetition is not answered
   * either, what counts is that the first one may have arrived.
   */
  private Reply<Transfer> insist(Supplier<Transfer> request) {
    Reply<Transfer> first = account.call(request);
    if (!(first instanceof Reply.Failed<Transfer>(var outcome, _))
        || outcome != CallOutcome.NO_ANSWER) {
      return first;
    }
    return switch (account.call(request)) {
      case Reply.Answered<Transfer> answered -> answered;
      case Reply.Failed<Transfer> _ -> first;
    };
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
