package dev.florin.channel.attempt;

/** What came of something that a provider said without being asked. */
public enum Heard {
  /** The attempt is final by it. */
  SETTLED,
  /** It was known, or decides nothing yet. */
  NOTHING_NEW,
  /** This very message has had its effect before. */
  REPEATED,
  /** It contradicts a final outcome, or names a second transaction of an open attempt. */
  CONTRADICTED,
  /** It confirms another amount. */
  MISMATCHED,
  /** No attempt of this channel has the reference, or the message makes no sense. */
  MEANINGLESS
}
