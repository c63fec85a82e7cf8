package dev.florin.account.ledger;

import dev.florin.money.Money;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money that is reserved on an account and counts against what is available.
 *
 * @param id chosen by the caller; used once, for ever
 * @param accountId whose money
 * @param merchantId on whose behalf
 * @param amount what was reserved at first
 * @param posted what has left the account, in minor units
 * @param remaining what is still reserved, in minor units
 * @param expiresAt when it lapses, by the database's clock
 * @param traceId the trace that placed it
 */
public record Hold(
    String id,
    UUID accountId,
    @Nullable String merchantId,
    Money amount,
    long posted,
    long remaining,
    Status status,
    Instant expiresAt,
    @Nullable String traceId) {

  /** Where a hold stands; every status but the first is final. */
  public enum Status {
    /** The money is reserved. */
    PLACED,
    /** What was wanted of it has left the account; the rest is free again. */
    POSTED,
    /** Given up by its owner. */
    VOIDED,
    /** Lapsed. */
    EXPIRED;

    /** The status as rows and answers spell it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  Hold take(long minorUnits, boolean last) {
    long left = last ? 0 : remaining - minorUnits;
    return with(posted + minorUnits, left, left == 0 ? Status.POSTED : Status.PLACED);
  }

  Hold end(Status how) {
    return with(posted, 0, how);
  }

  private Hold with(long nowPosted, long nowRemaining, Status nowStatus) {
    return new Hold(
        id, accountId, merchantId, amount, nowPosted, nowRemaining, nowStatus, expiresAt, traceId);
  }
}
