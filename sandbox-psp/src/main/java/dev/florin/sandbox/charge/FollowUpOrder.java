package dev.florin.sandbox.charge;

/**
 * What a caller wants done about a charge.
 *
 * @param kind what is to be done
 * @param reference the caller's own name for it; booked at most once
 * @param ofReference the reference of the charge, or of a capture of it
 * @param amount in minor units of the currency
 * @param currency ISO 4217 code
 */
public record FollowUpOrder(
    Kind kind, String reference, String ofReference, long amount, String currency) {

  /** What can follow a charge. */
  public enum Kind {
    /** Takes what an authorisation reserves. */
    CAPTURE("cp_"),
    /** Releases what an authorisation reserves. */
    VOID("vo_"),
    /** Gives back what was taken. */
    REFUND("re_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }
  }
}
