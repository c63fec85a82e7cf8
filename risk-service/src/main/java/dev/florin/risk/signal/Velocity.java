package dev.florin.risk.signal;

import java.time.Duration;
import java.util.Map;

/** How often and how much a user has been paying, this payment included. */
public sealed interface Velocity {

  /**
   * The windows were counted.
   *
   * @param windows totals by the window's length
   */
  record Counted(Map<Duration, Total> windows) implements Velocity {}

  /** This merchant's users are not counted. */
  record Exempt() implements Velocity {}

  /** The counts could not be had in time. */
  record Unavailable() implements Velocity {}

  /**
   * The payments of one user in one window.
   *
   * @param count how many, in all currencies
   * @param sumMinorUnits how much, in minor units of this payment's currency
   */
  record Total(long count, long sumMinorUnits) {}
}
