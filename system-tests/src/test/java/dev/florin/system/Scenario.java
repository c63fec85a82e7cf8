package dev.florin.system;

import dev.florin.system.History.Sent;
import java.time.Duration;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What must happen to a payment so that it passes a point.
 *
 * @param next what is asked for once the payment has its id; null if nothing is
 * @param moment during which of the two a process is to die
 * @param missing the part that is not running meanwhile, or null
 */
record Scenario(
    String name,
    Asked.Payment payment,
    @Nullable Function<String, Asked> next,
    Moment moment,
    @Nullable String missing) {

  /** During what a process is to die. */
  private enum Moment {
    PAYMENT,
    NEXT
  }

  static final String DECLINED_CARD = "tok_4000000000000002";

  /** Whose payments these are. */
  static final String PAYER = "USER_901";

  private static final long CENTS = 12_34;

  static final Scenario APPROVED = of("APPROVED", automatic(null));
  static final Scenario DECLINED = of("DECLINED", automatic(DECLINED_CARD));

  /** The provider charges and does not say so. */
  static final Scenario UNKNOWN = of("UNKNOWN", automatic("tok_timeout_charged"));

  /** The provider decides later, and calls back. */
  static final Scenario PENDING = of("PENDING", automatic("tok_pending"));

  static final Scenario WITHOUT_RISK =
      new Scenario("WITHOUT_RISK", automatic(null), null, Moment.PAYMENT, "risk");
  static final Scenario WITHOUT_CHANNEL =
      new Scenario("WITHOUT_CHANNEL", automatic(null), null, Moment.PAYMENT, "channel");

  /** Money is reserved for nothing. */
  static final Scenario NOT_AUTHORISED = of("NOT_AUTHORISED", manual(DECLINED_CARD));

  /** It is captured when the fault is over. */
  static final Scenario AUTHORISED =
      of("AUTHORISED", manual(null), Scenario::capture, Moment.PAYMENT);

  static final Scenario CAPTURED = of("CAPTURED", manual(null), Scenario::capture, Moment.NEXT);
  static final Scenario VOIDED = of("VOIDED", manual(null), Asked.Cancel::new, Moment.NEXT);
  static final Scenario REFUNDED = of("REFUNDED", automatic(null), Scenario::refund, Moment.NEXT);

  /** The provider gives back and does not say so. */
  static final Scenario REFUND_UNKNOWN =
      of("REFUND_UNKNOWN", automatic("tok_refund_timeout"), Scenario::refund, Moment.NEXT);

  /** It is declined by a person when the fault is over. */
  static final Scenario HELD = of("HELD", large(), decision("decline"), Moment.PAYMENT);

  static final Scenario REVIEWED = of("REVIEWED", large(), decision("approve"), Moment.NEXT);
  static final Scenario REFUSED = of("REFUSED", large(), decision("decline"), Moment.NEXT);

  private static Scenario of(String name, Asked.Payment payment) {
    return new Scenario(name, payment, null, Moment.PAYMENT, null);
  }

  private static Scenario of(
      String name, Asked.Payment payment, Function<String, Asked> next, Moment moment) {
    return new Scenario(name, payment, next, moment, null);
  }

  /** Does what comes before, and notes the request during which a process is to die. */
  Sent prepare(PaymentApi api, History history) {
    if (next == null || moment == Moment.PAYMENT) {
      return history.begin(payment);
    }
    Sent paid = history.send(api, payment);
    if (paid.paymentId().get().isEmpty()) {
      throw new AssertionError("there is no payment to go on with: " + paid);
    }
    return history.begin(next.apply(paid.paymentId().get()));
  }

  /** Does what comes after, once nothing is under way any more. */
  void end(PaymentApi api, History history, Sent deadly) {
    if (next == null) {
      return;
    }
    if (moment == Moment.NEXT) {
      Recovery.awaitEnd(api, history, deadly);
      return;
    }
    Awaitility.await("the payment is known to its client")
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              if (deadly.paymentId().get().isEmpty()) {
                history.repeat(api, deadly);
              }
              return !deadly.paymentId().get().isEmpty();
            });
    Recovery.awaitEnd(api, history, history.begin(next.apply(deadly.paymentId().get())));
  }

  private static Asked.Payment automatic(@Nullable String token) {
    return new Asked.Payment(PAYER, CENTS, token, false);
  }

  private static Asked.Payment manual(@Nullable String token) {
    return new Asked.Payment(PAYER, CENTS, token, true);
  }

  /** So much that a person has to look at it. */
  private static Asked.Payment large() {
    return new Asked.Payment(PAYER, 10_001_00, null, false);
  }

  private static Function<String, Asked> decision(String decision) {
    return paymentId -> new Asked.Review(paymentId, decision);
  }

  private static Asked capture(String paymentId) {
    return new Asked.Capture(paymentId, 10_00);
  }

  private static Asked refund(String paymentId) {
    return new Asked.Refund(paymentId, 5_00);
  }
}
