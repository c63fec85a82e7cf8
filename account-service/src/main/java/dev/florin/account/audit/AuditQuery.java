package dev.florin.account.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which records are looked for; what is null does not matter. Moments that no record can have are
 * as good as the nearest one that the database knows.
 *
 * @param from the earliest moment, included
 * @param to the first moment after
 */
public record AuditQuery(
    @Nullable UUID accountId,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String transferId,
    @Nullable String traceId,
    @Nullable Instant from,
    @Nullable Instant to) {

  private static final Instant BEFORE_ALL = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant AFTER_ALL = Instant.parse("9999-12-31T00:00:00Z");

  /** Everything. */
  public static final AuditQuery ALL = new AuditQuery(null, null, null, null, null, null, null);

  /** Brings the moments into the database's range. */
  public AuditQuery {
    from = within(from);
    to = within(to);
  }

  private static @Nullable Instant within(@Nullable Instant moment) {
    if (moment == null) {
      return null;
    }
    if (moment.isBefore(BEFORE_ALL)) {
      return BEFORE_ALL;
    }
    return moment.isAfter(AFTER_ALL) ? AFTER_ALL : moment;
  }

  /** All that was done to one account. */
  public static AuditQuery of(UUID accountId) {
    return new AuditQuery(accountId, null, null, null, null, null, null);
  }
}
