package dev.florin.account.deduction;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The spans and timers of a payer's balance. */
enum AccountObservation implements ObservationDocumentation {
  /** Money is taken from a wallet. */
  DEDUCT("account.deduct"),
  /** A deduction is reversed, or a payment is refunded. */
  REFUND("account.refund");

  private final String spanName;

  AccountObservation(String spanName) {
    this.spanName = spanName;
  }

  @Override
  public String getName() {
    return spanName;
  }

  @Override
  public String getContextualName() {
    return spanName;
  }

  @Override
  public KeyName[] getLowCardinalityKeyNames() {
    return LowCardinality.values();
  }

  @Override
  public KeyName[] getHighCardinalityKeyNames() {
    return HighCardinality.values();
  }

  enum LowCardinality implements KeyName {
    /** {@code posted}, {@code declined}, {@code conflict}; {@code failed} if it ended otherwise. */
    RESULT("account.result");

    private final String key;

    LowCardinality(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }

  enum HighCardinality implements KeyName {
    /** The transfer's id. */
    TRANSFER_ID("account.transfer.id"),
    /** Why it was declined. */
    DECLINE_CODE("account.decline.code"),
    /** The wallet's balance that was found, in minor units. */
    BALANCE_BEFORE("account.balance.before"),
    /** The wallet's balance that was left, in minor units. */
    BALANCE_AFTER("account.balance.after");

    private final String key;

    HighCardinality(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }
}
