package dev.florin.risk.rule;

/** How risky a payment is. */
public enum Level {
  /** Nothing stands out. */
  LOW(0),
  /** Something does. */
  MEDIUM(40),
  /** Too much does: the payment is denied. */
  HIGH(70);

  private final int fromScore;

  Level(int fromScore) {
    this.fromScore = fromScore;
  }

  int fromScore() {
    return fromScore;
  }

  static Level of(int score) {
    if (score >= HIGH.fromScore) {
      return HIGH;
    }
    return score >= MEDIUM.fromScore ? MEDIUM : LOW;
  }
}
