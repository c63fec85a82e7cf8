package dev.florin.risk.rule;

/** What is to happen to a payment; the later, the stricter. */
public enum Decision {
  /** It goes on. */
  ALLOW,
  /** A person decides. */
  REVIEW,
  /** It ends here. */
  DENY;

  Decision orStricter(Decision other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
