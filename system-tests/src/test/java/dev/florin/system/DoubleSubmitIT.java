package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(StackExtension.class)
class DoubleSubmitIT {

  private static final int TIMES = 50;

  @Test
  void oneKeySentFiftyTimesAtOnceIsOnePayment(Florin florin, PaymentApi api) throws Exception {
    String user = "USER_201";
    String key = UUID.randomUUID().toString();
    BigDecimal before = new BigDecimal(api.balance(user));
    CyclicBarrier barrier = new CyclicBarrier(TIMES);

    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> sent = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        sent.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return api.pay(key, user, "7.00", null);
                }));
      }
      for (Future<Answer> answer : sent) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).extracting(Answer::status).contains(201).isSubsetOf(201, 409);
    Answer original =
        answers.stream().filter(answer -> answer.status() == 201).findFirst().orElseThrow();
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 201)
        .allSatisfy(answer -> assertThat(answer.text()).isEqualTo(original.text()));
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .allSatisfy(
            answer -> {
              assertThat(answer.field("code")).isEqualTo("idempotency_in_progress");
              assertThat(answer.http().headers().firstValue("retry-after")).hasValue("1");
            });
    assertThat(new BigDecimal(api.balance(user)))
        .isEqualTo(before.subtract(new BigDecimal("7.00")));
    assertThat(
            florin.query(
                "payment", "SELECT count(*) FROM payment WHERE user_id = '%s'".formatted(user)))
        .isEqualTo("1");
    assertThat(
            florin.query(
                "channel",
                "SELECT count(*) FROM attempt WHERE trace_id = '%s'"
                    .formatted(original.field("trace_id"))))
        .isEqualTo("1");
    Answer replayed = api.pay(key, user, "7.00", null);
    assertThat(replayed.text()).isEqualTo(original.text());
    assertThat(replayed.http().headers().firstValue("idempotent-replayed")).hasValue("true");
  }

  @Test
  void theSameKeyForAnotherRequestIsRefused(PaymentApi api) {
    String key = UUID.randomUUID().toString();
    assertThat(api.pay(key, "USER_202", "7.50", null).status()).isEqualTo(201);

    assertThat(api.pay(key, "USER_202", "\"7.5\"", null).status()).isEqualTo(201);
    Answer other = api.pay(key, "USER_202", "7.51", null);

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.field("code")).isEqualTo("idempotency_key_reused");
  }
}
