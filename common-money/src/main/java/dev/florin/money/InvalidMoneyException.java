package dev.florin.money;

/** An amount or currency that is not exact, positive, in range or known. Nothing has happened. */
public final class InvalidMoneyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Why the text is not money. */
  public enum Reason {
    /** Not a plain decimal number: letters, exponent notation, separators, a leading plus sign. */
    MALFORMED,
    /** More fraction digits than the currency has. */
    TOO_PRECISE,
    /** Zero or negative where a payment needs more than nothing. */
    NOT_POSITIVE,
    /** More than {@link Money#MAX_MINOR_UNITS}. */
    OUT_OF_RANGE,
    /** Not an ISO 4217 code of a currency that can be paid in. */
    UNKNOWN_CURRENCY
  }

  private final Reason reason;

  InvalidMoneyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why the text is not money. */
  public Reason reason() {
    return reason;
  }
}
