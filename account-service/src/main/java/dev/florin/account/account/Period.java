package dev.florin.account.account;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time.
 *
 * @param from its first moment
 * @param to the first moment after it
 */
public record Period(Instant from, Instant to) {

  static final Instant BEFORE_ALL = Instant.parse("0001-01-01T00:00:00Z");
  static final Instant AFTER_ALL = Instant.parse("9999-12-31T00:00:00Z");

  /** Open at the ends that are null; what no row can have is as good as open. */
  public static Period of(@Nullable Instant from, @Nullable Instant to) {
    return new Period(
        within(Objects.requireNonNullElse(from, BEFORE_ALL)),
        within(Objects.requireNonNullElse(to, AFTER_ALL)));
  }

  private static Instant within(Instant moment) {
    if (moment.isBefore(BEFORE_ALL)) {
      return BEFORE_ALL;
    }
    return moment.isAfter(AFTER_ALL) ? AFTER_ALL : moment;
  }
}
