package dev.florin.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.florin.gateway.overload.TurnedAway;
import dev.florin.web.client.DeadlinePassedException;
import dev.florin.web.deadline.Deadline;
import dev.florin.web.deadline.DeadlineTelemetry;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.HttpClientResponseHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Calls that are not made: surely nothing is sent of them. */
class CallLimitsTests {

  private static final Duration AT_ONCE = Duration.ZERO;

  /** Nobody looks at it. */
  @SuppressWarnings("NullAway")
  private static final ExecChain.Scope NO_SCOPE = null;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void whoIsOneTooManyIsRefusedAtOnceAndOtherServicesAreStillCalled() throws Exception {
    Breakers breakers = new Breakers(atMostOneCall(), meters);
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> slow =
          threads.submit(
              () ->
                  breakers.run(
                      Backend.PAYMENT,
                      _ -> {
                        begun.countDown();
                        await(end);
                        return "answer";
                      }));
      await(begun);

      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> breakers.run(Backend.PAYMENT, _ -> "sent"))
          .satisfies(
              busy -> {
                assertThat(busy.errorCode()).isEqualTo(CommonError.OVERLOADED);
                assertThat(busy.detail()).contains("nothing was done");
              });
      assertThat(TurnedAway.BULKHEAD.counter(meters).count()).isEqualTo(1);
      String other = breakers.run(Backend.ACCOUNT, _ -> "sent");
      assertThat(other).isEqualTo("sent");

      end.countDown();
      assertThat(slow.get()).isEqualTo("answer");
    }
    String next = breakers.run(Backend.PAYMENT, _ -> "sent");
    assertThat(next).isEqualTo("sent");
    assertThat(
            meters.get("resilience4j.bulkhead.available.concurrent.calls").gauges().stream()
                .map(gauge -> gauge.getId().getTag("name")))
        .contains("payment", "account");
  }

  @Test
  void nothingIsSentAfterTheDeadlineAndThatIsCounted() {
    try (var exec =
        new DeadlineExec(Duration.ofSeconds(1), AT_ONCE, new DeadlineTelemetry(meters))) {
      ExecChain chain =
          (_, _) -> {
            throw new AssertionError("it was sent");
          };

      assertThatExceptionOfType(DeadlinePassedException.class)
          .isThrownBy(
              () ->
                  Deadline.in(Duration.ZERO)
                      .call(() -> exec.execute(new HttpGet("/"), NO_SCOPE, chain)));
    }
    assertThat(meters.get("florin.deadline.refusals").tag("work", "call").counter().count())
        .isEqualTo(1);
  }

  /** What it says of a connection that was cut between two of its steps. */
  @Test
  void theClientsComplaintAfterTheDeadlineIsThatTheCallWasCut() throws IOException {
    var awaited = new AtomicReference<Deadline>();
    var complaint = new IllegalStateException("connection is not open");
    try (var exec =
            new DeadlineExec(Duration.ofMinutes(1), AT_ONCE, new DeadlineTelemetry(meters));
        var client =
            HttpClients.custom()
                .addExecInterceptorFirst("deadline", exec)
                .addExecInterceptorAfter(
                    "deadline",
                    "complaint",
                    (_, _, _) -> {
                      Awaitility.await().until(() -> awaited.get().hasPassed());
                      throw complaint;
                    })
                .build()) {
      HttpClientResponseHandler<Integer> status = ClassicHttpResponse::getCode;
      var call = new HttpGet("http://127.0.0.1/");

      awaited.set(Deadline.in(Duration.ofSeconds(1)));
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> awaited.get().call(() -> client.execute(call, status)));
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () -> Deadline.in(Duration.ofMinutes(1)).call(() -> client.execute(call, status)))
          .isSameAs(complaint);
    }
  }

  private static RouteProperties atMostOneCall() {
    return new RouteProperties(
        Arrays.stream(Backend.values())
            .collect(
                Collectors.toMap(
                    Function.identity(), _ -> List.of(URI.create("http://127.0.0.1")))),
        DataSize.ofKilobytes(64),
        Duration.ofSeconds(1),
        Duration.ofMillis(100),
        AT_ONCE,
        1,
        new RouteProperties.Breaker(10, 10, 50, Duration.ofSeconds(1), 1),
        Map.of());
  }

  private static void await(CountDownLatch latch) {
    Awaitility.await().until(() -> latch.getCount() == 0);
  }
}
