package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.History.Sent;
import dev.florin.system.PaymentApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One key is one payment, however it is sent and whoever loses what. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class IdempotencyFaultsIT {

  private static final int THREADS = 50;

  /** */
  @Test
  void fiftyAtOnceAreOnePaymentTwoHundredTimesOver(Florin florin, PaymentApi api) throws Exception {
    int repetitions = Integer.getInteger("florin.test.repetitions", 200);
    History history = new History();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < repetitions; i++) {
        Sent sent = history.begin("USER_910", 100, null);
        CyclicBarrier barrier = new CyclicBarrier(THREADS);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          answers.add(
              threads.submit(
                  () -> {
                    barrier.await();
                    return Objects.requireNonNull(history.repeat(api, sent));
                  }));
        }
        List<String> told = new ArrayList<>();
        for (Future<Answer> answer : answers) {
          told.add(answer.get().status() == 201 ? answer.get().text() : answer.get().field("code"));
        }
        assertThat(told.stream().distinct().filter(text -> text.startsWith("{"))).hasSize(1);
        assertThat(told)
            .allMatch(text -> text.startsWith("{") || text.equals("idempotency_in_progress"));
      }
    }
    assertThat(history.count(Heard.UNKNOWN)).as("races met").isPositive();
    Recovery.check(florin, api, history);
    String payments = "payment WHERE user_id = 'USER_910'";
    assertThat(Recovery.count(florin, "payment", payments)).isEqualTo(repetitions);
    assertThat(
            Recovery.count(
                florin,
                "channel",
                "attempt WHERE payment_uuid::text IN (%s)"
                    .formatted(
                        florin.query(
                            "payment",
                            "SELECT string_agg(quote_literal(uuid), ',') FROM " + payments))))
        .isEqualTo(repetitions);
  }

  /** the server has committed and answered, and the client has heard nothing. */
  @Test
  void anAnswerThatIsLostIsGivenAgainToWhoRepeatsTheRequest(Florin florin, PaymentApi api)
      throws Exception {
    History history = new History();
    Sent sent = history.begin("USER_911", 17_00, null);
    try (LossyWire wire = new LossyWire(florin.gateway())) {
      assertThat(history.repeat(api.at(wire.address()), sent)).isNull();
      assertThat(wire.lost()).isEqualTo(1);
    }

    Answer repeated = Objects.requireNonNull(history.repeat(api, sent));

    assertThat(repeated.status()).as(repeated.text()).isEqualTo(201);
    assertThat(repeated.http().headers().firstValue("idempotent-replayed")).hasValue("true");
    assertThat(Recovery.count(florin, "payment", "payment WHERE user_id = 'USER_911'"))
        .isEqualTo(1);
    Recovery.check(florin, api, history);
  }
}
