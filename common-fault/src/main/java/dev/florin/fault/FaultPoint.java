package dev.florin.fault;

import java.util.List;
import java.util.function.Supplier;

/**
 * Every place on the way of a payment, and of what is later done to it, at which a process may die:
 * before and after each commit, remote call and publication. Where nothing happens between the end
 * of one and the beginning of the next, one point stands for both.
 *
 * <p>A point does nothing unless the environment of its process names a file in {@value
 * FaultTrigger#VARIABLE} and that file names the point: then the process halts there, as {@code
 * kill -9} would end it. The variable is read once, when the first point is reached.
 */
public enum FaultPoint {
  /** A request's record and what it begins are written, and not committed. */
  PAYMENT_ACCEPT_BEFORE_COMMIT("payment"),
  /** What the request begins is there, and nobody has been asked yet. */
  PAYMENT_ACCEPT_AFTER_COMMIT("payment"),
  /** risk-service has answered, and the wallet has not been asked yet. */
  PAYMENT_RISK_AFTER_CALL("payment"),
  /** It is written that the payment goes on without an assessment. */
  PAYMENT_DEGRADE_AFTER_COMMIT("payment"),
  /** The money is taken, and the channel has not been asked yet. */
  PAYMENT_DEDUCT_AFTER_CALL("payment"),
  /** The payer's money is reserved, and the channel has not been asked yet. */
  PAYMENT_HOLD_AFTER_CALL("payment"),
  /** The channel has answered; what it said is written nowhere in payment-service. */
  PAYMENT_CHANNEL_AFTER_CALL("payment"),
  /** It is written that the payment is given up, and the money is still in transit. */
  PAYMENT_ABANDON_AFTER_COMMIT("payment"),
  /** The money is given back, and the payment has not failed yet. */
  PAYMENT_REVERSE_AFTER_CALL("payment"),
  /** What was reserved is free, and neither has the payment failed nor its void succeeded. */
  PAYMENT_RELEASE_AFTER_CALL("payment"),
  /** That the payment waits for somebody is written, and not committed. */
  PAYMENT_AWAIT_BEFORE_COMMIT("payment"),
  /** The end, its event and its answer are written, and not committed. */
  PAYMENT_CONCLUDE_BEFORE_COMMIT("payment"),
  /** The payment has ended or waits for somebody, and the client has not heard of it. */
  PAYMENT_CONCLUDE_AFTER_COMMIT("payment"),
  /** The payment is given back with its end open, and that is not committed. */
  PAYMENT_LEAVE_OPEN_BEFORE_COMMIT("payment"),
  /** The payment is given back with its end open, and the client has not heard of it. */
  PAYMENT_LEAVE_OPEN_AFTER_COMMIT("payment"),
  /** An open payment is leased to a worker that has done nothing yet. */
  PAYMENT_TAKE_UP_AFTER_COMMIT("payment"),
  /** The channel has captured, voided or refunded; the ledger has not followed. */
  PAYMENT_FOLLOW_AFTER_CALL("payment"),
  /** Captured money is taken from what was reserved, and the capture is pending. */
  PAYMENT_POST_AFTER_CALL("payment"),
  /** Refunded money is back in the wallet, and the refund is pending. */
  PAYMENT_REFUND_AFTER_CALL("payment"),
  /** How a run of an operation ended is written, and not committed. */
  PAYMENT_OPERATION_BEFORE_COMMIT("payment"),
  /** How a run of an operation ended is written, and the client has not heard of it. */
  PAYMENT_OPERATION_AFTER_COMMIT("payment"),
  /** An open operation is leased to a worker that has done nothing yet. */
  PAYMENT_OPERATION_TAKE_UP_AFTER_COMMIT("payment"),
  /** What a channel told of an attempt is taken, and that is not committed. */
  PAYMENT_NEWS_BEFORE_COMMIT("payment"),
  /** What a channel told of an attempt is committed, and its event not acknowledged. */
  PAYMENT_NEWS_AFTER_COMMIT("payment"),

  /** The relay has read events, and Kafka has none of them. */
  OUTBOX_BEFORE_PUBLISH("payment channel"),
  /** Kafka has the events, and they are not marked as published. */
  OUTBOX_AFTER_PUBLISH("payment channel"),
  /** The events are marked as published. */
  OUTBOX_AFTER_MARK("payment channel"),

  /** A deduction is posted, and not committed. */
  ACCOUNT_DEDUCT_BEFORE_COMMIT("account"),
  /** A deduction is committed, and payment-service has not heard of it. */
  ACCOUNT_DEDUCT_AFTER_COMMIT("account"),
  /** A reversal is posted, and not committed. */
  ACCOUNT_REVERSE_BEFORE_COMMIT("account"),
  /** A reversal is committed, and payment-service has not heard of it. */
  ACCOUNT_REVERSE_AFTER_COMMIT("account"),
  /** A hold is placed, and not committed. */
  ACCOUNT_HOLD_BEFORE_COMMIT("account"),
  /** A hold is committed, and payment-service has not heard of it. */
  ACCOUNT_HOLD_AFTER_COMMIT("account"),
  /** A hold is set free, and that is not committed. */
  ACCOUNT_RELEASE_BEFORE_COMMIT("account"),
  /** A hold is set free, and payment-service has not heard of it. */
  ACCOUNT_RELEASE_AFTER_COMMIT("account"),
  /** A capture is posted, and not committed. */
  ACCOUNT_CAPTURE_BEFORE_COMMIT("account"),
  /** A capture is committed, and payment-service has not heard of it. */
  ACCOUNT_CAPTURE_AFTER_COMMIT("account"),
  /** A refund is posted, and not committed. */
  ACCOUNT_REFUND_BEFORE_COMMIT("account"),
  /** A refund is committed, and payment-service has not heard of it. */
  ACCOUNT_REFUND_AFTER_COMMIT("account"),
  /** A settlement is posted, and not committed. */
  ACCOUNT_SETTLE_BEFORE_COMMIT("account"),
  /** A settlement is committed, and its event not acknowledged. */
  ACCOUNT_SETTLE_AFTER_COMMIT("account"),

  /** The payment is assessed, and that is kept nowhere. */
  RISK_KEEP_BEFORE_COMMIT("risk"),
  /** The assessment is kept, and payment-service has not heard of it. */
  RISK_KEEP_AFTER_COMMIT("risk"),

  /** The attempt is not written down yet. */
  CHANNEL_CLAIM_BEFORE_COMMIT("channel"),
  /** The attempt is written down, and the provider has not been asked. */
  CHANNEL_CLAIM_AFTER_COMMIT("channel"),
  /** The provider has answered what it was sent; what it said is not written down. */
  CHANNEL_CHARGE_AFTER_CALL("channel"),
  /** The outcome is written down, and payment-service has not heard of it. */
  CHANNEL_RECORD_AFTER_COMMIT("channel"),
  /** The provider is about to be asked what became of an attempt. */
  CHANNEL_ASK_BEFORE_CALL("channel"),
  /** The provider has told what became of an attempt; that is not written down. */
  CHANNEL_ASK_AFTER_CALL("channel"),
  /** What the provider called back is written down, and not committed. */
  CHANNEL_HEAR_BEFORE_COMMIT("channel"),
  /** What the provider called back is committed, and the call not answered. */
  CHANNEL_HEAR_AFTER_COMMIT("channel"),

  /** A notification is written, and not committed. */
  NOTIFICATION_STORE_BEFORE_COMMIT("notification"),
  /** A notification is committed, and its event not acknowledged. */
  NOTIFICATION_STORE_AFTER_COMMIT("notification");

  private final String services;

  FaultPoint(String services) {
    this.services = services;
  }

  /** The services whose process may die here, as the launcher names them. */
  public List<String> services() {
    return List.of(services.split(" ", -1));
  }

  /** Passes this point, or ends the process here. */
  public void reach() {
    FaultTrigger trigger = FaultTrigger.OF_THIS_PROCESS;
    if (trigger != null) {
      trigger.reached(this);
    }
  }

  /** Passes this point with what has just been done, or ends the process here. */
  public <T> T after(T done) {
    reach();
    return done;
  }

  /** Whether this process was started so that it can be made to die. */
  public static boolean isAnyArmed() {
    return FaultTrigger.OF_THIS_PROCESS != null;
  }

  /** Does something between two points. */
  public static <T> T between(FaultPoint before, FaultPoint after, Supplier<T> work) {
    before.reach();
    T result = work.get();
    after.reach();
    return result;
  }
}
