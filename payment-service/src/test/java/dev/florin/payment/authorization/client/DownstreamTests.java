package dev.florin.payment.authorization.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.money.Money;
import dev.florin.payment.authorization.ChannelDesk.Attempt;
import dev.florin.payment.authorization.RiskDesk.Assessment;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.payment.CaptureProperties;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.support.PaymentFixtures;
import dev.florin.web.client.RetryBudget;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

/** What a failed call means to the saga. */
class DownstreamTests {

  private static final CaptureProperties CAPTURE =
      new CaptureProperties(Duration.ofDays(7), Duration.ofDays(7));

  private final RuntimeException refusedConnection =
      new ResourceAccessException("refused", new ConnectException());
  private final RuntimeException timeout =
      new ResourceAccessException("timeout", new SocketTimeoutException());
  private final RuntimeException serverError =
      HttpServerErrorException.create(
          HttpStatus.INTERNAL_SERVER_ERROR,
          "",
          new HttpHeaders(),
          new byte[0],
          StandardCharsets.UTF_8);

  private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("test");
  private final Bulkhead bulkhead =
      Bulkhead.of(
          "test",
          BulkheadConfig.custom().maxConcurrentCalls(2).maxWaitDuration(Duration.ZERO).build());
  private final Downstream downstream = new Downstream(breaker, bulkhead);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Payment payment = PaymentFixtures.accepted();

  @Test
  void noCallIsMadeInsideATransaction() {
    TransactionSynchronizationManager.setActualTransactionActive(true);
    try {
      assertThatThrownBy(
              () ->
                  downstream.call(
                      () -> {
                        throw new AssertionError("it was sent");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("transaction");
    } finally {
      TransactionSynchronizationManager.clear();
    }
  }

  @Test
  void aFailedAssessmentIsNone() {
    for (RuntimeException failure : List.of(refusedConnection, timeout, serverError)) {
      assertThat(assess(failure)).isEqualTo(new Assessment.Unavailable());
    }
  }

  @Test
  void aRefusedAssessmentIsOurOwnFault() {
    for (HttpStatus status :
        List.of(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN, HttpStatus.CONFLICT)) {
      assertThat(assess(refusal(status))).isEqualTo(new Assessment.NotAllowedToAsk());
    }
  }

  @Test
  void aDeductionThatWasNotSentOrWasRefusedTookNothing() {
    assertThat(deduct(refusedConnection)).isEqualTo(new Wallets.Deduction.NotPosted());
    assertThat(deduct(refusal(HttpStatus.FORBIDDEN))).isEqualTo(new Wallets.Deduction.NotPosted());
  }

  @Test
  void aDeductionWithoutAnAnswerIsRepeatedOnce() {
    assertThat(deduct(timeout, null)).isEqualTo(new Wallets.Deduction.Posted());
    assertThat(deduct(timeout, serverError)).isEqualTo(new Wallets.Deduction.Unknown());
  }

  @Test
  void aDeductionMayHaveArrivedEvenIfItsRepetitionDidNot() {
    assertThat(deduct(timeout, refusedConnection)).isEqualTo(new Wallets.Deduction.Unknown());
    assertThat(deduct(timeout, refusal(HttpStatus.UNAUTHORIZED)))
        .isEqualTo(new Wallets.Deduction.Unknown());
  }

  @Test
  void aReversalIsDoneOnlyWhenItIsConfirmed() {
    for (RuntimeException failure : List.of(refusedConnection, timeout, serverError)) {
      assertThat(reverse(failure, failure)).isFalse();
    }
    assertThat(reverse(timeout, null)).isTrue();
  }

  @Test
  void anAttemptWithoutAnAnswerIsUnknownAndIsNotRepeated() {
    assertThat(pay(timeout)).isEqualTo(new Attempt.Unknown());
    assertThat(pay(serverError)).isEqualTo(new Attempt.Unknown());
    assertThat(pay(refusal(HttpStatus.CONFLICT))).isEqualTo(new Attempt.Unknown());
  }

  @Test
  void anAttemptThatWasNotSentOrWasRefusedDidNotReachTheChannels() {
    assertThat(pay(refusedConnection)).isEqualTo(new Attempt.NotReached());
    assertThat(pay(refusal(HttpStatus.TOO_MANY_REQUESTS))).isEqualTo(new Attempt.NotReached());
  }

  @Test
  void whileTheBreakerIsOpenNothingIsSent() {
    breaker.transitionToOpenState();

    assertThat(pay(new AssertionErrorInDisguise())).isEqualTo(new Attempt.NotReached());
    assertThat(deduct(new AssertionErrorInDisguise())).isEqualTo(new Wallets.Deduction.NotPosted());
  }

  @Test
  void whileTheBulkheadIsFullNothingIsSentAndTheBreakerIsNotTold() {
    bulkhead.acquirePermission();
    bulkhead.acquirePermission();

    assertThat(assess(new AssertionErrorInDisguise())).isEqualTo(new Assessment.Unavailable());
    assertThat(deduct(new AssertionErrorInDisguise())).isEqualTo(new Wallets.Deduction.NotPosted());
    assertThat(pay(new AssertionErrorInDisguise())).isEqualTo(new Attempt.NotReached());
    assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();

    bulkhead.onComplete();
    assertThat(deduct((@Nullable RuntimeException) null)).isEqualTo(new Wallets.Deduction.Posted());
    assertThat(deduct((@Nullable RuntimeException) null)).isEqualTo(new Wallets.Deduction.Posted());
  }

  @Test
  void whenManyCallsHaveNoAnswerOnlyAShareOfThemIsRepeated() {
    RuntimeException[] answers = Collections.nCopies(200, timeout).toArray(RuntimeException[]::new);
    HttpWallets wallets = wallets(new RetryBudget(20, 3), answers);
    breaker.transitionToDisabledState();

    for (int i = 0; i < 100; i++) {
      assertThat(wallets.deduct(payment)).isEqualTo(new Wallets.Deduction.Unknown());
    }

    assertThat(meters.get("payment.repeats").counter().count()).isBetween(20.0, 23.0);
  }

  private static final class AssertionErrorInDisguise extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static RuntimeException refusal(HttpStatus status) {
    return HttpClientErrorException.create(
        status, "", new HttpHeaders(), new byte[0], StandardCharsets.UTF_8);
  }

  private Assessment assess(RuntimeException failure) {
    RiskClient client =
        (_, _) -> {
          throw failure;
        };
    return new HttpRiskDesk(client, downstream).assess(payment);
  }

  private Wallets.Deduction deduct(@Nullable RuntimeException... answers) {
    return wallets(answers).deduct(payment);
  }

  @Test
  void aReservationIsPostedAndReleasedOnlyWhenThatIsConfirmed() {
    for (RuntimeException failure : List.of(refusedConnection, timeout, serverError)) {
      assertThat(wallets(failure, failure).release(payment)).isFalse();
      assertThat(wallets(failure, failure).capture(payment, "id", usd("1.00"), true))
          .isEqualTo(new Wallets.Movement.Unclear());
    }
    assertThat(wallets(timeout, null).release(payment)).isTrue();
    assertThat(wallets(timeout, null).capture(payment, "id", usd("1.00"), true))
        .isEqualTo(new Wallets.Movement.Posted());
  }

  @Test
  void aRefundWithoutAnAnswerIsRepeatedOnceAndThenUnclear() {
    Payment charged = payment.charged(new Payment.Charge("sandbox", "ch_1", null));

    assertThat(wallets(timeout, null).refund(charged, "id", usd("1.00")))
        .isEqualTo(new Wallets.Movement.Posted());
    assertThat(wallets(timeout, timeout).refund(charged, "id", usd("1.00")))
        .isEqualTo(new Wallets.Movement.Unclear());
  }

  private HttpWallets wallets(@Nullable RuntimeException... answers) {
    return wallets(new RetryBudget(20, 10), answers);
  }

  private HttpWallets wallets(RetryBudget budget, @Nullable RuntimeException... answers) {
    return new HttpWallets(
        accounts(answers), downstream, budget, meters.counter("payment.repeats"), CAPTURE);
  }

  private static Money usd(String amount) {
    return Money.parse(amount, "USD");
  }

  private boolean reverse(@Nullable RuntimeException... answers) {
    return wallets(answers).reverse(payment, PaymentError.CARD_DECLINED);
  }

  private Attempt pay(RuntimeException failure) {
    ChannelClient client =
        (_, _) -> {
          throw failure;
        };
    return new HttpChannelDesk(client, downstream).pay(payment);
  }

  /** Fails in turn; answers "posted" where there is null. */
  private static AccountClient accounts(@Nullable RuntimeException... answers) {
    Deque<Supplier<AccountClient.Transfer>> script = new ArrayDeque<>();
    for (RuntimeException answer : answers) {
      script.add(
          () -> {
            if (answer != null) {
              throw answer;
            }
            return new AccountClient.Transfer(AccountClient.Result.posted, null);
          });
    }
    return new AccountClient() {
      @Override
      public Transfer deduct(String id, AccountClient.Deduction deduction) {
        return script.remove().get();
      }

      @Override
      public Transfer reverse(String id, AccountClient.Reversal reversal) {
        return script.remove().get();
      }

      @Override
      public Transfer refund(String id, AccountClient.Refund refund) {
        return script.remove().get();
      }

      @Override
      public Hold hold(String id, AccountClient.NewHold hold) {
        return hold(AccountClient.HoldResult.placed);
      }

      @Override
      public Hold post(String id, String postId, AccountClient.Post post) {
        return hold(AccountClient.HoldResult.posted);
      }

      @Override
      public Hold release(String id) {
        return hold(AccountClient.HoldResult.voided);
      }

      private Hold hold(AccountClient.HoldResult result) {
        Transfer answer = script.remove().get();
        return new Hold(result, answer.declineCode());
      }
    };
  }
}
