package dev.florin.payment.authorization;

import dev.florin.money.Money;
import dev.florin.payment.payment.Decisions;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Charge;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.support.PaymentFixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The services behind the saga: they remember by id what they did, as the real ones do, and can be
 * told to be away, to fall silent, or to see the saga's worker die.
 */
final class FakeWorld implements RiskDesk, Wallets, ChannelDesk, Decisions {

  /** How a service behaves. */
  enum Manner {
    /** It works and answers. */
    ANSWERS,
    /** It cannot be reached. */
    AWAY,
    /** It works, and the answer is lost. */
    SILENT_AFTER,
    /** The request is lost. */
    SILENT_BEFORE
  }

  /** The saga's worker dies here. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  Manner risk = Manner.ANSWERS;
  Manner accounts = Manner.ANSWERS;
  Manner reversals = Manner.ANSWERS;
  Manner channels = Manner.ANSWERS;
  Assessment assessment = new Assessment.Allowed("low", 3);
  Deduction deduction = new Deduction.Posted();
  Attempt attempt =
      new Attempt.Approved(new Charge("sandbox", "ch_1", "approved by the third party"));
  boolean payerKnown;

  /** The calls, in order. */
  final List<String> calls = new ArrayList<>();

  /** What the payment's row holds, beside what the worker knows. */
  Payment stored = PaymentFixtures.accepted();

  boolean assessed;
  @Nullable Deduction deducted;
  boolean reversed;
  boolean released;
  @Nullable Attempt attempted;
  private int moments;
  private int crashAt = Integer.MAX_VALUE;

  AuthorizationSaga saga() {
    var metrics = new PaymentMetrics(new SimpleMeterRegistry());
    var limits = new LowRiskProperties(Map.of("USD", "50.00"));
    return new AuthorizationSaga(
        new RiskStep(this, new LowRiskRule(limits, (_, _) -> payerKnown), this),
        new DeductStep(this),
        new HoldStep(this),
        new ChannelStep(this),
        this,
        new StepTelemetry(ObservationRegistry.NOOP, metrics));
  }

  Outcome run() {
    Outcome outcome = saga().run(stored);
    if (outcome instanceof Outcome.Unresolved(var parked)) {
      stored = parked;
    }
    return outcome;
  }

  /** Another worker runs the saga again. */
  Outcome runAgain() {
    stored = PaymentFixtures.takenUp(stored);
    return run();
  }

  /** The worker dies at that moment: before, or after, a call or a write takes effect. */
  void crashAt(int moment) {
    moments = 0;
    crashAt = moment;
  }

  boolean crashed() {
    return moments > crashAt;
  }

  boolean charged() {
    return attempted instanceof Attempt.Approved && !released;
  }

  boolean moneyTaken() {
    return deducted instanceof Deduction.Posted && !reversed;
  }

  @Override
  public Assessment assess(Payment payment) {
    calls.add("assess");
    return ask(
        risk,
        () -> {
          assessed = true;
          return assessment;
        },
        new Assessment.Unavailable(),
        new Assessment.Unavailable());
  }

  @Override
  public Assessment reassess(Payment payment) {
    throw new IllegalStateException("the saga assesses payments before they go on");
  }

  @Override
  public Deduction deduct(Payment payment) {
    calls.add("deduct");
    return ask(
        accounts,
        () -> {
          if (deducted == null) {
            deducted =
                reversed ? new Deduction.Declined(PaymentError.ACCOUNT_UNAVAILABLE) : deduction;
          }
          return deducted;
        },
        new Deduction.NotPosted(),
        new Deduction.Unknown());
  }

  @Override
  public boolean reverse(Payment payment, PaymentError reason) {
    calls.add("reverse " + reason.code());
    return ask(
        reversals,
        () -> {
          reversed = true;
          return true;
        },
        false,
        false);
  }

  @Override
  public Deduction hold(Payment payment) {
    calls.add("hold");
    return ask(
        accounts,
        () -> {
          if (deducted == null) {
            deducted =
                reversed ? new Deduction.Declined(PaymentError.ACCOUNT_UNAVAILABLE) : deduction;
          }
          return deducted;
        },
        new Deduction.NotPosted(),
        new Deduction.Unknown());
  }

  @Override
  public boolean release(Payment payment) {
    calls.add("release");
    return ask(
        reversals,
        () -> {
          reversed = true;
          return true;
        },
        false,
        false);
  }

  @Override
  public Movement capture(Payment payment, String id, Money amount, boolean last) {
    throw new UnsupportedOperationException("the saga captures nothing");
  }

  @Override
  public Movement refund(Payment payment, String id, Money amount) {
    throw new UnsupportedOperationException("the saga refunds nothing");
  }

  /** What waits is declined from then on; what was authorised is released, once. */
  @Override
  public Attempt follow(Payment payment, FollowUp followUp) {
    calls.add(followUp.verb() + " " + followUp.attemptId().replace(payment.id().toString(), ""));
    return ask(
        channels,
        () -> {
          Charge charge = new Charge("sandbox", "vo_1", null);
          boolean waits = attempted instanceof Attempt.ActionNeeded;
          boolean reserved = charged() && payment.isManual();
          if (waits) {
            attempted = new Attempt.Declined(charge, "canceled");
          }
          released |= reserved;
          return waits || reserved
              ? new Attempt.Approved(charge)
              : new Attempt.Declined(charge, "void_declined");
        },
        new Attempt.NotReached(),
        new Attempt.Unknown());
  }

  @Override
  public Attempt pay(Payment payment) {
    calls.add("pay");
    return ask(
        channels,
        () -> {
          if (attempted == null) {
            attempted = attempt;
          }
          return attempted;
        },
        new Attempt.NotReached(),
        new Attempt.Unknown());
  }

  @Override
  public Payment goOnDegraded(Payment payment) {
    calls.add("go on degraded");
    return write(payment.assessed(Payment.Risk.DEGRADED));
  }

  @Override
  public Payment abandon(Payment payment, PaymentError reason) {
    calls.add("abandon");
    return write(payment.abandoned(reason));
  }

  private Payment write(Payment payment) {
    moment();
    stored = payment;
    moment();
    return payment;
  }

  private <T> T ask(Manner manner, Supplier<T> work, T away, T silent) {
    moment();
    T answer =
        switch (manner) {
          case ANSWERS -> work.get();
          case AWAY -> away;
          case SILENT_BEFORE -> silent;
          case SILENT_AFTER -> {
            T lost = work.get();
            yield lost == null ? away : silent;
          }
        };
    moment();
    return answer;
  }

  private void moment() {
    if (moments++ == crashAt) {
      throw new Crash();
    }
  }

  /** The payment is only authorised, and its money held. */
  void captureByHand() {
    stored = PaymentFixtures.manual(stored);
  }

  static Payment.Terms terms(String amount) {
    return PaymentFixtures.terms(amount, "USD");
  }

  /** The payer's time is over; the channel has that to say of the charge. */
  void payerIsLate(Attempt said) {
    attempt = said;
    attempted = said;
    deducted = new Deduction.Posted();
    stored = PaymentFixtures.takenUp(stored).abandoned(PaymentError.ACTION_EXPIRED);
  }

  /** An amount that is not small. */
  void large() {
    stored = PaymentFixtures.of(stored.id().value(), terms("50.01"));
  }
}
