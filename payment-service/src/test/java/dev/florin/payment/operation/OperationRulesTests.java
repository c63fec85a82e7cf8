package dev.florin.payment.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.money.Money;
import dev.florin.payment.operation.Operation.Kind;
import dev.florin.payment.operation.Operation.Part;
import dev.florin.payment.operation.Operation.Progress;
import dev.florin.payment.operation.Operation.Status;
import dev.florin.payment.operation.OperationRules.Room;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.Payment.Funds;
import dev.florin.payment.payment.Payment.Trace;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.support.PaymentFixtures;
import dev.florin.web.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be done to a payment of 100.00 USD, given what was done and is being done to it. */
class OperationRulesTests {

  private static final Instant THEN = Instant.parse("2026-11-20T10:00:00Z");

  private final Payment authorised = payment(Payment.Status.REQUIRES_CAPTURE, true, "0");
  private final Payment paid = payment(Payment.Status.SUCCEEDED, false, "100.00");

  @Test
  void aCaptureWithoutAnAmountTakesAllThatIsLeft() {
    var rules = rules(authorised, capture("30.00", Status.SUCCEEDED, false));

    assertThat(amount(rules.capture(null, true, false))).isEqualTo(usd("70.00"));
  }

  @Test
  void whatIsPendingCountsAndWhatFailedDoesNot() {
    var rules =
        rules(
            authorised,
            capture("30.00", Status.PENDING, false),
            capture("50.00", Status.FAILED, false));

    assertThat(amount(rules.capture(usd("70.00"), false, false))).isEqualTo(usd("70.00"));
    assertRefused(
        () -> rules.capture(usd("70.01"), false, false), PaymentError.CAPTURE_EXCEEDS_AUTHORIZED);
  }

  @Test
  void nothingBeginsBesideWhatEndsIt() {
    for (Operation ending :
        List.of(
            capture("30.00", Status.PENDING, true),
            operation(Kind.VOID, "100.00", Status.PENDING, false),
            operation(Kind.EXPIRY, "100.00", Status.PENDING, false))) {
      var rules = rules(authorised, ending);

      assertRefused(
          () -> rules.capture(usd("1.00"), false, false), PaymentError.OPERATION_IN_PROGRESS);
      assertRefused(rules::cancel, PaymentError.OPERATION_IN_PROGRESS);
      assertThat(rules.expires()).isFalse();
    }
  }

  @Test
  void aFinalCaptureWaitsForTheOpenOnes() {
    var rules = rules(authorised, capture("30.00", Status.PENDING, false));

    assertRefused(() -> rules.capture(null, true, false), PaymentError.OPERATION_IN_PROGRESS);
    assertThat(amount(rules.capture(null, false, false))).isEqualTo(usd("70.00"));
  }

  @Test
  void nothingIsCapturedAfterItsTime() {
    assertRefused(() -> rules(authorised).capture(null, true, true), PaymentError.INVALID_STATE);
  }

  @Test
  void aVoidIsOfWhatWasNotCaptured() {
    assertThat(amount(rules(authorised).cancel())).isEqualTo(usd("100.00"));
    assertThat(amount(rules(authorised, capture("30.00", Status.FAILED, true)).cancel()))
        .isEqualTo(usd("100.00"));
    assertRefused(
        rules(authorised, capture("30.00", Status.SUCCEEDED, false))::cancel,
        PaymentError.INVALID_STATE);
  }

  @Test
  void refundsNeverExceedWhatWasCaptured() {
    var rules =
        rules(
            paid,
            refund("60.00", Status.SUCCEEDED, "a_1"),
            refund("30.00", Status.PENDING, "a_1"),
            refund("90.00", Status.FAILED, "a_1"));

    assertThat(amount(rules.refund(null))).isEqualTo(usd("10.00"));
    assertRefused(() -> rules.refund(usd("10.01")), PaymentError.REFUND_EXCEEDS_CAPTURED);
  }

  @Test
  void aVoidIsMadeUnderAnAttemptThatNoEarlierOneHasUsed() {
    Part failed = new Part("a_1", usd("100.00")).numbered(3);
    var rules = rules(authorised, operation(Kind.VOID, "100.00", Status.FAILED, false, failed));

    assertThat(rules.cancel()).extracting(Part::number).containsExactly(4);
    assertThat(rules(authorised).cancel()).extracting(Part::number).containsExactly(1);
  }

  @Test
  void whatTheChannelCapturedAndGaveBackIsNotLeftThere() {
    Operation givenBack = operation(Kind.LATE_REFUND, "30.00", Status.FAILED, false);
    Operation all = operation(Kind.LATE_REFUND, "100.00", Status.SUCCEEDED, false);

    assertThat(rules(authorised, givenBack).rest().amount()).isEqualTo(usd("70.00"));
    assertRefused(
        () -> rules(authorised, givenBack).capture(usd("70.01"), false, false),
        PaymentError.CAPTURE_EXCEEDS_AUTHORIZED);
    assertThat(rules(authorised, all).rest())
        .as("the channel has nothing to give up, the ledger has")
        .isEqualTo(new Part(authorised.id().attempt(), usd("100.00")).told(Progress.DONE));
  }

  @Test
  void ofCountedRefundsTheOlderOneGoesFirstAndWhatIsOpenMayStillFail() {
    Operation first = refund("60.00", Status.PENDING, "a_1").counting("x_1");
    Operation second = refund("60.00", Status.PENDING, "a_1").counting("x_2");
    Operation asked = refund("30.00", Status.PENDING, "a_1");

    assertThat(rules(paid, first, second, asked).roomFor(first)).isEqualTo(Room.ENOUGH);
    assertThat(rules(paid, first, second, asked).roomFor(second)).isEqualTo(Room.PERHAPS);
    assertThat(rules(paid, second, refund("60.00", Status.SUCCEEDED, "a_1")).roomFor(second))
        .isEqualTo(Room.TOO_LITTLE);
  }

  @Test
  void whatWasCountedAndPostedGoesBeforeWhateverItsAge() {
    Operation older = refund("60.00", Status.PENDING, "a_1").counting("x_1");
    Operation posted = refund("60.00", Status.SUCCEEDED, "a_1").counting("x_2");

    assertThat(rules(paid, older, posted).roomFor(older)).isEqualTo(Room.TOO_LITTLE);
  }

  @Test
  void nothingIsWaitedForThatCouldNotMakeRoom() {
    Operation counted = refund("60.00", Status.PENDING, "a_1").counting("x_1");
    Operation posted = refund("60.00", Status.SUCCEEDED, "a_1");
    Operation small = refund("10.00", Status.PENDING, "a_1");

    assertThat(rules(paid, counted, posted, small).roomFor(counted)).isEqualTo(Room.TOO_LITTLE);
    assertThat(
            rules(
                    authorised,
                    capture("50.00", Status.SUCCEEDED, false),
                    capture("30.00", Status.PENDING, false),
                    counted)
                .roomFor(counted))
        .as("an open capture would make room")
        .isEqualTo(Room.PERHAPS);
  }

  @Test
  void moreThanWasCapturedLeavesNothingToRefund() {
    var rules =
        rules(
            paid, refund("60.00", Status.SUCCEEDED, "a_1"), refund("60.00", Status.PENDING, "a_1"));

    assertRefused(() -> rules.refund(null), PaymentError.REFUND_EXCEEDS_CAPTURED);
    assertRefused(() -> rules.refund(usd("0.01")), PaymentError.REFUND_EXCEEDS_CAPTURED);
  }

  @Test
  void whatIsRefundedIsAllottedToTheAttemptsThatTookIt() {
    Operation first = capture("30.00", Status.SUCCEEDED, false);
    Operation second = capture("50.00", Status.SUCCEEDED, true);
    String firstAttempt = first.id().attempt(1);
    String secondAttempt = second.id().attempt(1);
    var rules =
        rules(
            payment(Payment.Status.SUCCEEDED, true, "80.00"),
            first,
            second,
            refund("20.00", Status.PENDING, firstAttempt));

    assertThat(rules.refund(usd("10.00"))).containsExactly(new Part(firstAttempt, usd("10.00")));
    assertThat(rules.refund(usd("45.00"))).containsExactly(new Part(secondAttempt, usd("45.00")));
    assertThat(rules.refund(null))
        .containsExactly(
            new Part(firstAttempt, usd("10.00")), new Part(secondAttempt, usd("50.00")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Payment.Status.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REQUIRES_CAPTURE", "CREATED"})
  void onlyWhatWasAuthorisedIsCapturedOrVoided(Payment.Status status) {
    var rules = rules(payment(status, true, "0"));

    assertRefused(() -> rules.capture(null, true, false), PaymentError.INVALID_STATE);
    assertRefused(rules::cancel, PaymentError.INVALID_STATE);
    assertRefused(() -> rules.refund(null), PaymentError.INVALID_STATE);
    assertThat(rules.expires()).isFalse();
  }

  private static void assertRefused(ThrowingCallable request, PaymentError error) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.errorCode()).isEqualTo(error));
  }

  private static OperationRules rules(Payment payment, Operation... operations) {
    return new OperationRules(payment, List.of(operations));
  }

  private static Money amount(List<Part> parts) {
    return parts.stream().map(Part::amount).reduce(Money::plus).orElseThrow();
  }

  private static Payment payment(Payment.Status status, boolean manual, String captured) {
    Payment accepted =
        PaymentFixtures.of(Payment.Id.next().value(), PaymentFixtures.terms("100.00", "USD"));
    Payment payment = manual ? PaymentFixtures.manual(accepted) : accepted;
    Money none = new Money(0, usd("1.00").currency());
    Money taken = captured.equals("0") ? none : usd(captured);
    return new Payment(
        payment.id(),
        payment.terms(),
        status,
        2,
        0,
        0,
        null,
        null,
        null,
        null,
        new Funds(none, taken, none, THEN, 2),
        payment.trace(),
        THEN,
        THEN);
  }

  private static Operation capture(String amount, Status status, boolean last) {
    return operation(Kind.CAPTURE, amount, status, last);
  }

  private static Operation refund(String amount, Status status, String ofAttempt) {
    return operation(Kind.REFUND, amount, status, false, new Part(ofAttempt, usd(amount)));
  }

  private static Operation operation(
      Kind kind, String amount, Status status, boolean last, Part... parts) {
    return new Operation(
        Operation.Id.next(),
        Payment.Id.next(),
        kind,
        usd(amount),
        last,
        null,
        parts.length == 0 ? List.of(new Part("a_1", usd(amount))) : List.of(parts),
        null,
        status,
        0,
        0,
        null,
        null,
        null,
        "demo",
        new Trace(null, null),
        THEN,
        THEN);
  }

  private static Money usd(String amount) {
    return Money.parse(amount, "USD");
  }
}
