package dev.florin.account.transfer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The spans and timers of a transfer. Those of the steps are children of {@link #PROCESS}. */
enum TransferObservation implements ObservationDocumentation {
  /** A request for a transfer, from its idempotency check to its answer. */
  PROCESS("transfer.process") {
    @Override
    public KeyName[] getLowCardinalityKeyNames() {
      return new KeyName[] {Label.CURRENCY, Label.OUTCOME};
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return Detail.values();
    }
  },
  /** The payees are looked up, the transfer is assessed, the payer's money is held. */
  PREPARE("transfer.prepare"),
  /** The hold is posted to the payees. */
  COMMIT("transfer.commit"),
  /** The hold is voided, or fenced. */
  ROLL_BACK("transfer.roll_back");

  private final String spanName;

  TransferObservation(String spanName) {
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
    return new KeyName[] {Label.OUTCOME};
  }

  /** Attributes that are labels of the timer too. */
  enum Label implements KeyName {
    CURRENCY("transfer.currency"),
    /**
     * Of the process: {@code succeeded}, {@code failed}, {@code unknown} or {@code duplicate}; of a
     * step: {@code done}, {@code refused} or {@code unknown}; {@code none} if an exception ended
     * it.
     */
    OUTCOME("transfer.outcome");

    private final String key;

    Label(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }

  /** Attributes of the span alone. */
  enum Detail implements KeyName {
    ID("transfer.id"),
    FROM_USER("transfer.from_user"),
    AMOUNT("transfer.amount"),
    /** How many payees. */
    SHARES("transfer.shares");

    private final String key;

    Detail(String key) {
      this.key = key;
    }

    @Override
    public String asString() {
      return key;
    }
  }
}
