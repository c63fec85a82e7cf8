package dev.florin.account.hold;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The spans and timers of a hold. */
enum HoldObservation implements ObservationDocumentation {
  /** Money is reserved. */
  PLACE("hold.place"),
  /** Reserved money leaves the wallet. */
  POST("hold.post"),
  /** The owner frees what is reserved. */
  VOID("hold.void"),
  /** What is reserved is freed because its time has passed. */
  EXPIRE("hold.expire");

  private final String spanName;

  HoldObservation(String spanName) {
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
    /**
     * {@code placed}, {@code posted}, {@code voided}, {@code expired}, {@code declined}, {@code
     * conflict}; {@code failed} if it ended otherwise.
     */
    RESULT("hold.result");

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
    /** The hold's id. */
    HOLD_ID("hold.id"),
    /** The id of the movement that posts it. */
    TRANSFER_ID("account.transfer.id"),
    /** Why it was declined. */
    DECLINE_CODE("account.decline.code");

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
