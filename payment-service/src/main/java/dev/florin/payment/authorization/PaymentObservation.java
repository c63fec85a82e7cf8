package dev.florin.payment.authorization;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The spans of a payment. Those of the steps are children of {@link #PROCESS}. */
enum PaymentObservation implements ObservationDocumentation {
  /** A request for a payment, from its idempotency check to its answer. */
  PROCESS("payment.process") {
    @Override
    public KeyName[] getLowCardinalityKeyNames() {
      return new KeyName[] {Label.METHOD, Label.OUTCOME};
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return new KeyName[] {Detail.ID, Detail.USER_ID, Detail.AMOUNT, Detail.CURRENCY};
    }
  },
  /** Whether the request was sent before; if not, the payment is accepted. */
  IDEMPOTENCY_CHECK("payment.idempotency_check"),
  /** The assessment of the payment. */
  RISK_CHECK("payment.risk_check") {
    @Override
    public KeyName[] getLowCardinalityKeyNames() {
      return new KeyName[] {Label.RISK_LEVEL};
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return new KeyName[] {Detail.RISK_SCORE};
    }
  },
  /** The deduction from the payer's wallet. */
  BALANCE_DEDUCT("payment.balance_deduct"),
  /** The reversal of the deduction, when the channel does not pay. */
  BALANCE_REFUND("payment.balance_refund"),
  /** The reservation in the payer's wallet, of a payment that is captured by hand. */
  HOLD_PLACE("payment.hold_place"),
  /** The end of the reservation, when the channel does not authorise. */
  HOLD_RELEASE("payment.hold_release"),
  /** The attempt at the channel. */
  CHANNEL_PROCESS("payment.channel_process") {
    @Override
    public KeyName[] getHighCardinalityKeyNames() {
      return new KeyName[] {Detail.TRANSACTION_ID};
    }
  },
  /** The event for all who want to know; the outbox publishes it after the commit. */
  SEND_NOTIFICATION("payment.send_notification");

  private static final KeyName[] NONE = {};

  private final String spanName;

  PaymentObservation(String spanName) {
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
    return NONE;
  }

  @Override
  public KeyName[] getHighCardinalityKeyNames() {
    return NONE;
  }

  /** Attributes that are labels of the metric too. */
  enum Label implements KeyName {
    METHOD("payment.method"),
    /**
     * succeeded, authorised, degraded, failed, compensated, requires_review, requires_action,
     * unknown or duplicate.
     */
    OUTCOME("payment.outcome"),
    /** low, medium, high; degraded when the payment goes on without an assessment. */
    RISK_LEVEL("risk.level");

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
    ID("payment.id"),
    USER_ID("payment.user_id"),
    AMOUNT("payment.amount"),
    /** As a label it would have each outcome counted for each of 160 currencies. */
    CURRENCY("payment.currency"),
    RISK_SCORE("risk.score"),
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
