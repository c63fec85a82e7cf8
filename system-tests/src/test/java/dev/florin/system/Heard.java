package dev.florin.system;

import dev.florin.system.PaymentApi.Answer;

/** What an answer says about what was asked for, in the terms of docs/api/errors.md. */
enum Heard {
  /** It succeeded. */
  PAID,
  /** The payment is authorised, and waits to be captured. */
  AUTHORISED,
  /** It has failed, for good. */
  FAILED,
  /** Nothing was begun by this request, nor will be. */
  NOT_TAKEN,
  /** It is there, and its end is not known yet. */
  OPEN,
  /** It may be there. */
  UNKNOWN;

  /**
   * Reads an answer.
   *
   * @throws AssertionError for one that no rule covers: an answer nobody can act upon is a bug
   */
  static Heard in(Answer answer) {
    String told = answer.status() + " " + answer.field("code");
    return switch (told) {
      case "200 " -> PAID;
      case "201 " -> answer.field("status").equals("requires_capture") ? AUTHORISED : PAID;
      case "202 " -> OPEN;
      case "402 card_declined",
          "402 insufficient_funds",
          "402 risk_rejected",
          "402 account_not_found",
          "402 account_frozen",
          "402 account_closed",
          "402 capture_declined",
          "402 void_declined",
          "402 refund_declined",
          "402 review_declined",
          "402 review_expired",
          "402 action_expired",
          "503 risk_unavailable",
          "503 account_unavailable",
          "503 channel_unavailable" ->
          FAILED;
      case "409 invalid_state",
          "409 operation_in_progress",
          "422 capture_exceeds_authorized",
          "422 refund_exceeds_captured",
          "429 rate_limited",
          "429 overloaded",
          "503 service_unavailable" ->
          NOT_TAKEN;
      case "409 idempotency_in_progress",
          "500 internal_error",
          "502 no_answer",
          "503 database_unavailable",
          "504 deadline_exceeded" ->
          UNKNOWN;
      default -> throw new AssertionError("not classified: " + told + " " + answer.text());
    };
  }

  /** Whether the key never answers anything else. */
  boolean isFinal() {
    return switch (this) {
      case PAID, AUTHORISED, FAILED -> true;
      case NOT_TAKEN, OPEN, UNKNOWN -> false;
    };
  }
}
