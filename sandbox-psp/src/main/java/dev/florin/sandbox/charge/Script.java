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
  TIMEOUT_CHARGED(null, null),
  /** Lets the caller wait as long, and has charged nothing. */
  TIMEOUT_NOT_CHARGED(null, null);

  private final @Nullable String tokenSuffix;
  private final @Nullable String declineCode;

  Script(@Nullable String tokenSuffix, @Nullable String declineCode) {
    this.tokenSuffix = tokenSuffix;
    this.declineCode = declineCode;
  }

  static Script of(@Nullable String token) {
    if (token == null) {
      return APPROVED;
    }
    if (token.equals("tok_timeout_charged")) {
      return TIMEOUT_CHARGED;
    }
    if (token.equals("tok_timeout_not_charged")) {
      return TIMEOUT_NOT_CHARGED;
    }
    for (Script script : values()) {
      if (script.tokenSuffix != null && token.endsWith(script.tokenSuffix)) {
        return script;
      }
    }
    return APPROVED;
  }

  @Nullable String declineCode() {
    return declineCode;
  }
}
