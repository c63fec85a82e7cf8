package dev.florin.account.seal;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The span and timer of a block. */
enum SealObservation implements ObservationDocumentation {
  /** A block is sealed. */
  SEAL;

  @Override
  public String getName() {
    return "ledger.seal";
  }

  @Override
  public String getContextualName() {
    return getName();
  }

  @Override
  public KeyName[] getHighCardinalityKeyNames() {
    return HighCardinality.values();
  }

  enum HighCardinality implements KeyName {
    /** The block's number. */
    BLOCK("ledger.seal.block"),
    /** How many transfers it holds. */
    TRANSFERS("ledger.seal.transfers");

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
