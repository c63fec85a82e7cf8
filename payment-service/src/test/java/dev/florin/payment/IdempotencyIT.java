package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.support.Api;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request takes effect once, however often and to whomever it is sent. */
class IdempotencyIT extends PaymentServer {

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Test
  void aRepeatedRequestIsAnsweredByteForByteAndMarked() {
    Api.Reply first = merchant(merchantId).pay(key, body("PAY_1"));
    Api.Reply second = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(second.status()).isEqualTo(first.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
  }

  @Test
  void aKeyNeverChangesItsOutcomeEvenWhenTheReasonForTheRefusalIsGone() {
    DOWNSTREAMS.deductions(
        okJson("{\"result\":\"declined\",\"decline_code\":\"insufficient_funds\"}"));
    Api.Reply refused = merchant(merchantId).pay(key, body("PAY_1"));
    DOWNSTREAMS.reset();

    Api.Reply repeated = merchant(merchantId).pay(key, body("PAY_1"));
    forgetCachedAnswers(merchantId);
    Api.Reply byTheDatabase = merchant(merchantId).pay(key, body("PAY_1"));
    Api.Reply another = merchant(merchantId).pay(newKey(), body("PAY_2"));

    assertThat(refused.status()).isEqualTo(402);
    assertThat(repeated.status()).isEqualTo(402);
    assertThat(repeated.text()).isEqualTo(refused.text());
    assertThat(byTheDatabase.text()).isEqualTo(refused.text());
    assertThat(repeated.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(repeated.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(another.status()).isEqualTo(201);
  }

  @Test
  void fiftyAtOnceMakeOnePaymentAndOneCallToEachNeighbour() throws Exception {
    // The first one takes its time, so that the others find it in flight.
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED).withFixedDelay(400));

    List<Api.Reply> replies = together(50, () -> merchant(merchantId).pay(key, body("PAY_1")));

    assertThat(replies)
        .allSatisfy(
            reply -> {
              if (reply.status() == 409) {
                assertThat(reply.field("code")).isEqualTo("idempotency_in_progress");
                assertThat(reply.header("Retry-After")).isEqualTo("1");
              } else {
                assertThat(reply.status()).isEqualTo(201);
              }
            });
    assertThat(replies).filteredOn(reply -> reply.status() == 201).isNotEmpty();
    assertThat(replies).filteredOn(reply -> reply.status() == 409).isNotEmpty();
    assertThat(paymentsOf(merchantId)).isEqualTo(1);
    assertThat(DOWNSTREAMS.calls()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void fiftyKeysForOnePaymentIdMakeOnePayment() throws Exception {
    List<Api.Reply> replies = together(50, () -> merchant(merchantId).pay(newKey(), body("PAY_1")));

    assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
    assertThat(replies)
        .filteredOn(reply -> reply.status() != 201)
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(409);
              assertThat(reply.field("code")).isEqualTo("payment_exists");
            });
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
  }

  private static List<Api.Reply> together(int callers, Callable<Api.Reply> call)
      throws InterruptedException, ExecutionException {
    var barrier = new CyclicBarrier(callers);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Reply>> replies =
          IntStream.range(0, callers)
              .mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            barrier.await();
                            return call.call();
                          }))
              .toList();
      for (Future<Api.Reply> reply : replies) {
        reply.get();
      }
      return replies.stream().map(Future::resultNow).toList();
    }
  }

  @Test
  void theSameRequestWrittenInAnotherWayIsTheSameRequest() {
    merchant(merchantId)
        .pay(
            key,
            """
            {"payment_id":"PAY_1","user_id":"USER_1","amount":"10.00","currency":"USD",
             "payment_method":"wallet","metadata":{"a":"1","b":"2"}}
            """);

    Api.Reply rewritten =
        merchant(merchantId)
            .pay(
                key,
                """
                { "metadata": {"b": "2", "a": "1"}, "payment_method": "wallet",
                  "capture_method": "automatic",
                  "currency": "USD", "amount": 10, "user_id": "USER_1", "payment_id": "PAY_1" }
                """);

    assertThat(rewritten.status()).isEqualTo(201);
    assertThat(rewritten.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"payment_id\":\"PAY_1\",\"user_id\":\"USER_1\",\"amount\":\"10.01\",\"currency\":\"USD\",\"payment_method\":\"wallet\"}",
        "{\"payment_id\":\"PAY_1\",\"user_id\":\"USER_1\",\"amount\":\"10\",\"currency\":\"EUR\",\"payment_method\":\"wallet\"}",
        "{\"payment_id\":\"PAY_1\",\"user_id\":\"USER_2\",\"amount\":\"10\",\"currency\":\"USD\",\"payment_method\":\"wallet\"}",
        "{\"payment_id\":\"PAY_2\",\"user_id\":\"USER_1\",\"amount\":\"10\",\"currency\":\"USD\",\"payment_method\":\"wallet\"}",
        "{\"payment_id\":\"PAY_1\",\"user_id\":\"USER_1\",\"amount\":\"10\",\"currency\":\"USD\",\"payment_method\":\"wallet\",\"metadata\":{\"a\":\"1\"}}"
      })
  void aKeyOfAnotherRequestIsRefused(String other) {
    merchant(merchantId)
        .pay(
            key,
            "{\"payment_id\":\"PAY_1\",\"user_id\":\"USER_1\",\"amount\":\"10\",\"currency\":\"USD\",\"payment_method\":\"wallet\"}");

    Api.Reply refused = merchant(merchantId).pay(key, other);
    forgetCachedAnswers("*");
    Api.Reply refusedByTheDatabase = merchant(merchantId).pay(key, other);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.field("code")).isEqualTo("idempotency_key_reused");
    assertThat(refusedByTheDatabase.status()).isEqualTo(422);
    assertThat(paymentsOf(merchantId)).isEqualTo(1);
  }

  @Test
  void theSameKeyOfAnotherMerchantOrOfAUserIsAnotherRequest() {
    String other = newMerchant();

    assertThat(merchant(merchantId).pay(key, body("PAY_1")).status()).isEqualTo(201);
    assertThat(merchant(other).pay(key, body("PAY_1")).header("Idempotent-Replayed")).isEmpty();
    Api.Reply byUser =
        with(dev.florin.payment.support.Tokens.user(merchantId, "USER_1")).pay(key, body("PAY_2"));
    assertThat(byUser.status()).isEqualTo(201);
    assertThat(byUser.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void theKeyMayStandInTheBody() {
    String withKey = body("PAY_1").replaceFirst("\\{", "{\"idempotency_key\": \"" + key + "\",");

    Api.Reply first = merchant(merchantId).payWithoutHeader(withKey);
    Api.Reply second = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
  }

  @Test
  void aMissingKeyAndTwoKeysAndAnUnreadableKeyAreRefused() {
    String withKey = body("PAY_1").replaceFirst("\\{", "{\"idempotency_key\": \"another\",");

    Api.Reply missing = merchant(merchantId).payWithoutHeader(body("PAY_1"));
    Api.Reply two = merchant(merchantId).pay(key, withKey);
    Api.Reply tooLong = merchant(merchantId).pay("k".repeat(256), body("PAY_1"));

    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.field("code")).isEqualTo("idempotency_key_required");
    assertThat(two.status()).isEqualTo(400);
    assertThat(two.field("code")).isEqualTo("idempotency_key_invalid");
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(merchant(merchantId).pay("k".repeat(255), body("PAY_1")).status()).isEqualTo(201);
  }

  @Test
  void aRefusedRequestIsNotStoredSoItsKeyIsFree() {
    Api.Reply refused = merchant(merchantId).pay(key, body("PAY_1", "0", "USD"));
    Api.Reply accepted = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(accepted.status()).isEqualTo(201);
  }

  @Test
  void aFlushedRedisChangesNothing() {
    Api.Reply first = merchant(merchantId).pay(key, body("PAY_1"));
    forgetCachedAnswers("*");

    Api.Reply second = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
  }

  /** It is not waited for if it takes longer than usual, so one of several payments has to do. */
  @Test
  void theCacheAloneAnswersAReplay() {
    await()
        .ignoreExceptionsInstanceOf(ConditionTimeoutException.class)
        .until(this::isAnsweredByTheCache);
    assertThat(ANSWERS.ttl(cachedAnswers(merchantId).getFirst())).isBetween(86_000L, 86_400L);
  }

  private boolean isAnsweredByTheCache() {
    String once = newKey();
    String paymentId = "PAY_" + once;
    Api.Reply first = merchant(merchantId).pay(once, body(paymentId));
    await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> cachedAnswers(merchantId).stream().anyMatch(it -> it.contains(once)));
    jdbc.sql("DELETE FROM idempotency_record WHERE merchant_id = ?").param(merchantId).update();

    return merchant(merchantId).pay(once, body(paymentId)).text().equals(first.text());
  }

  @Test
  void withoutRedisPaymentsAreTakenOnceAndFast() {
    REDIS.cut();

    Api.Reply first = merchant(merchantId).pay(key, body("PAY_1"));
    long started = System.nanoTime();
    Api.Reply second = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
  }

  @Test
  void aSlowRedisIsNotWaitedFor() {
    merchant(newMerchant()).pay(newKey(), body("PAY_1"));
    REDIS.freeze();
    long started = System.nanoTime();

    Api.Reply first = merchant(merchantId).pay(key, body("PAY_1"));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    Api.Reply second = merchant(merchantId).pay(key, body("PAY_1"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
  }
}
