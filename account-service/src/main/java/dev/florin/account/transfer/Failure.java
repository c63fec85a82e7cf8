package dev.florin.account.transfer;

import dev.florin.account.ledger.DeclineCode;
import dev.florin.account.problem.AccountError;
import java.util.Locale;
import java.util.Optional;

/** Why a transfer failed; its money is where it was. */
public enum Failure {
  RISK_REJECTED(AccountError.RISK_REJECTED, "the transfer was refused by the risk rules"),
  RISK_UNAVAILABLE(
      AccountError.RISK_UNAVAILABLE,
      "the transfer could not be assessed; nothing was moved, try again with a new key"),
  INSUFFICIENT_FUNDS(AccountError.INSUFFICIENT_FUNDS, "the payer's wallet does not hold enough"),
  ACCOUNT_NOT_FOUND(
      AccountError.ACCOUNT_NOT_FOUND, "the payer or a payee has no wallet in this currency"),
  ACCOUNT_FROZEN(AccountError.ACCOUNT_FROZEN, "the payer's wallet is frozen"),
  ACCOUNT_CLOSED(AccountError.ACCOUNT_CLOSED, "the payer's or a payee's wallet is closed"),
  BALANCE_OUT_OF_RANGE(
      AccountError.BALANCE_OUT_OF_RANGE, "a payee's balance would become too large"),
  HOLD_EXPIRED(
      AccountError.HOLD_EXPIRED,
      "the transfer could not be carried out in time; nothing was moved"),
  HOLD_VOIDED(
      AccountError.HOLD_VOIDED,
      "the transfer's reservation was given up before its end; nothing was moved");

  private final AccountError error;
  private final String detail;

  Failure(AccountError error, String detail) {
    this.error = error;
    this.detail = detail;
  }

  AccountError error() {
    return error;
  }

  /** What the client is told. */
  String detail() {
    return detail;
  }

  /** The code as rows and answers spell it. */
  String code() {
    return error.code();
  }

  static Failure of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** The failure that the ledger's refusal stands for; empty if it decides nothing. */
  static Optional<Failure> of(DeclineCode code) {
    return switch (code) {
      case INSUFFICIENT_FUNDS -> Optional.of(INSUFFICIENT_FUNDS);
      case ACCOUNT_NOT_FOUND -> Optional.of(ACCOUNT_NOT_FOUND);
      case ACCOUNT_FROZEN -> Optional.of(ACCOUNT_FROZEN);
      case ACCOUNT_CLOSED -> Optional.of(ACCOUNT_CLOSED);
      case BALANCE_OUT_OF_RANGE -> Optional.of(BALANCE_OUT_OF_RANGE);
      case EXPIRED -> Optional.of(HOLD_EXPIRED);
      // Somebody else ended the hold or fenced the step off. Such an answer is final, so nothing
      // has moved and nothing can.
      case ALREADY_VOIDED, HOLD_DECLINED, FENCED -> Optional.of(HOLD_VOIDED);
      case HOLD_NOT_FOUND, ALREADY_POSTED, EXCEEDS_HOLD -> Optional.empty();
    };
  }
}
