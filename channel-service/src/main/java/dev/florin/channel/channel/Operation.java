package dev.florin.channel.channel;

import java.util.Locale;

/** What can be done at a provider. */
public enum Operation {
  /** Takes money at once. */
  CHARGE,
  /** Reserves money, to be captured or voided later. */
  AUTHORISE,
  /** Takes what an authorisation reserves. */
  CAPTURE,
  /** Releases what an authorisation reserves. */
  VOID,
  /** Gives back what a charge or capture took. */
  REFUND;

  /** Whether it applies to an earlier attempt. */
  public boolean followsAnother() {
    return switch (this) {
      case CHARGE, AUTHORISE -> false;
      case CAPTURE, VOID, REFUND -> true;
    };
  }

  /** The name in rows, JSON and labels. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The operation of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Operation of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
