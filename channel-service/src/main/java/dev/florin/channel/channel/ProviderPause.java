package dev.florin.channel.channel;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a provider has asked to be left alone, by {@code Retry-After} with 429 or 503. It is
 * obeyed for all calls, but never for longer than a minute: a mad header must not end a channel.
 */
public final class ProviderPause {

  static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final Clock clock;
  private final AtomicLong until = new AtomicLong(Long.MIN_VALUE);

  /** A pause that nobody has asked for yet. */
  public ProviderPause(Clock clock) {
    this.clock = clock;
  }

  /** What is left of it; zero or less when it is over. */
  public Duration remaining() {
    long end = until.get();
    return end == Long.MIN_VALUE
        ? Duration.ZERO
        : Duration.ofMillis(end).minusMillis(clock.millis());
  }

  /** Takes the header's value, in seconds or as a date; what is neither is ignored. */
  public void ask(@Nullable String retryAfter) {
    Duration asked = read(retryAfter);
    if (asked.isPositive()) {
      Duration granted = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
      until.accumulateAndGet(clock.millis() + granted.toMillis(), Math::max);
    }
  }

  private Duration read(@Nullable String retryAfter) {
    if (retryAfter == null) {
      return Duration.ZERO;
    }
    if (SECONDS.matcher(retryAfter).matches()) {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    try {
      var date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Duration.between(clock.instant(), date.toInstant());
    } catch (DateTimeException unreadable) {
      return Duration.ZERO;
    }
  }
}
