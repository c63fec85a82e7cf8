package dev.florin.sandbox.charge;

import org.jspecify.annotations.Nullable;

/** The behaviour that a magic token asks for. A token without a script is approved. */
enum Script {
  APPROVED(null, null),
  CARD_DECLINED("0002", "card_declined"),
  INSUFFICIENT_FUNDS("9995", "insufficient_funds"),
  EXPIRED_CARD("0069", "expired_card"),
  PROCESSING_ERROR("0119", "processing_error"),
  /** Charges, but lets the caller wait longer than it is willing to. */
  TIMEOUT_CHARGED("tok_timeout_charged", null),
  /** Lets the caller wait as long, and has charged nothing. */
  TIMEOUT_NOT_CHARGED("tok_timeout_not_charged", null),
  /** Charges, and answers late but in time. */
  SLOW("tok_slow", null),
  /** Asks for the payer's confirmation on a page first. */
  REQUIRES_ACTION("tok_requires_action", null),
  /** Decides a little later, and calls back. */
  PENDING("tok_pending", null),
  /** Knows nothing of the charge until its finality window is over, and charges then. */
  LATE_SUCCESS("tok_late_success", null),
  /** Charges, and calls back three times. */
  DUPLICATE_CALLBACK("tok_duplicate_callback", null),
  /** Charges, and calls back that it has declined. */
  CONTRADICTING_CALLBACK("tok_contradicting_callback", null),
  /** Charges, and tells another amount than was asked for. */
  WRONG_AMOUNT("tok_wrong_amount", null),
  /** Charges, and answers with a page that is no answer. */
  MALFORMED("tok_malformed", null),
  /** Charges, and gives nothing back later. */
  REFUND_DECLINED("tok_refund_declined", null),
  /** Reserves, and lets nothing be captured later. */
  CAPTURE_DECLINED("tok_capture_declined", null),
  /** Charges, and gives back later without a timely answer. */
  REFUND_TIMEOUT("tok_refund_timeout", null);

  private static final String NAMED = "tok_";

  private final @Nullable String token;
  private final @Nullable String declineCode;

  Script(@Nullable String token, @Nullable String declineCode) {
    this.token = token;
    this.declineCode = declineCode;
  }

  static Script of(@Nullable String token) {
    if (token == null) {
      return APPROVED;
    }
    for (Script script : values()) {
      if (script.isMeantBy(token)) {
        return script;
      }
    }
    return APPROVED;
  }

  /** Scripts of cards go by the number's last digits, the others by their name. */
  private boolean isMeantBy(String given) {
    if (token == null) {
      return false;
    }
    return token.startsWith(NAMED) ? given.equals(token) : given.endsWith(token);
  }

  @Nullable String declineCode() {
    return declineCode;
  }
}
