package dev.florin.payment.operation;

import dev.florin.payment.operation.Operation.Kind;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The spans and timers of operations. Those of the steps are children of that of the operation. */
enum OperationObservation implements ObservationDocumentation {
  /** A part of what was authorised is taken. */
  CAPTURE("payment.capture"),
  /** What was authorised is given up by the merchant. */
  VOID("payment.void"),
  /** What was authorised is given up since its time has passed. */
  EXPIRY("payment.expiry"),
  /** A part of what was captured is given back. */
  REFUND("payment.refund"),
  /** A charge that was approved too late is given back. */
  LATE_REFUND("payment.late_refund"),
  /** The attempt at the channel. */
  CHANNEL("payment.channel_operation") {
    @Override
    public KeyName[] getLowCardinalityKeyNames() {
      return NONE;
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return new KeyName[] {Detail.TRANSACTION_ID};
    }
  },
  /** The posting in the ledger. */
  LEDGER("payment.ledger_operation") {
    @Override
    public KeyName[] getLowCardinalityKeyNames() {
      return NONE;
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return NONE;
    }
  };

  private static final KeyName[] NONE = {};

  private final String spanName;

  OperationObservation(String spanName) {
    this.spanName = spanName;
  }

  static OperationObservation of(Kind kind) {
    return switch (kind) {
      case CAPTURE -> CAPTURE;
      case VOID -> VOID;
      case EXPIRY -> EXPIRY;
      case REFUND -> REFUND;
      case LATE_REFUND -> LATE_REFUND;
    };
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
    return Label.values();
  }

  @Override
  public KeyName[] getHighCardinalityKeyNames() {
    return new KeyName[] {Detail.PAYMENT_ID, Detail.OPERATION_ID, Detail.AMOUNT};
  }

  /** Attributes that are labels of the timer too. */
  enum Label implements KeyName {
    /** succeeded, failed or unknown. */
    OUTCOME("payment.outcome");

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
    PAYMENT_ID("payment.id"),
    OPERATION_ID("payment.operation_id"),
    AMOUNT("payment.amount"),
    TRANSACTION_ID("transaction.id");

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
