package dev.florin.payment.support;

import dev.florin.money.Money;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.CaptureMethod;
import dev.florin.payment.payment.Payment.Funds;
import dev.florin.payment.payment.Payment.Method;
import dev.florin.payment.payment.Payment.Status;
import dev.florin.payment.payment.Payment.Trace;
import java.time.Instant;
import java.util.Collections;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Payments to begin a test with. */
public final class PaymentFixtures {

  private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

  private PaymentFixtures() {}

  /** A payment of 19.99 USD that was just accepted. */
  public static Payment accepted() {
    return processing(Payment.Id.next(), terms("19.99", "USD"), 0);
  }

  /** The same payment after it was taken up by another worker. */
  public static Payment takenUp(Payment payment) {
    return new Payment(
        payment.id(),
        payment.terms(),
        payment.status(),
        payment.version(),
        payment.resumptions() + 1,
        payment.tries(),
        payment.risk(),
        payment.charge(),
        payment.failure(),
        payment.abandonedFor(),
        payment.funds(),
        payment.trace(),
        payment.createdAt(),
        payment.updatedAt());
  }

  /** A payment in that status. */
  public static Payment in(Status status) {
    Payment payment = accepted();
    return new Payment(
        payment.id(),
        payment.terms(),
        status,
        payment.version(),
        0,
        0,
        null,
        null,
        null,
        null,
        payment.funds(),
        payment.trace(),
        THEN,
        THEN);
  }

  /** A payment whose parts another service's contract names. */
  public static Payment of(UUID uuid, Payment.Terms terms) {
    return processing(new Payment.Id(uuid), terms, 0);
  }

  /** The same payment, to be captured by hand. */
  public static Payment manual(Payment payment) {
    Payment.Terms terms = payment.terms();
    return processing(
        payment.id(),
        new Payment.Terms(
            terms.merchantId(),
            terms.paymentId(),
            terms.userId(),
            terms.amount(),
            terms.method(),
            CaptureMethod.MANUAL,
            terms.token(),
            terms.description(),
            terms.metadata()),
        payment.resumptions());
  }

  /** Terms of an amount. */
  public static Payment.Terms terms(String amount, String currency) {
    return terms("demo", "USER_1", amount, currency, null);
  }

  /** Terms of a user's payment. */
  public static Payment.Terms terms(
      String merchantId, String userId, String amount, String currency, @Nullable String token) {
    return new Payment.Terms(
        merchantId,
        "PAY_1",
        userId,
        Money.parse(amount, currency),
        Method.CREDIT_CARD,
        CaptureMethod.AUTOMATIC,
        token,
        null,
        Collections.unmodifiableSortedMap(new TreeMap<>()));
  }

  private static Payment processing(Payment.Id id, Payment.Terms terms, int resumptions) {
    return new Payment(
        id,
        terms,
        Status.PROCESSING,
        1,
        resumptions,
        0,
        null,
        null,
        null,
        null,
        Funds.none(terms.amount()),
        new Trace(null, null),
        THEN,
        THEN);
  }
}
