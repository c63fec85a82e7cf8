package dev.florin.channel.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.money.Money;
import dev.florin.web.deadline.Deadline;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GuardedChannelTests {

  private static final Instruction CHARGE =
      new Instruction("r_1", Operation.CHARGE, Money.parse("1.00", "USD"), "wallet", null, null);

  /** A breaker that looks at so many calls that it never opens. */
  private static final ChannelProperties NEVER_OPEN =
      new ChannelProperties(
          "a", Duration.ofMillis(100), 2, 100, 10_000, 10_000, Duration.ofMinutes(1), 20, 10);

  private final ObservationRegistry observations = ObservationRegistry.create();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void afterTooManyCallsWithoutAnswerNothingIsSent() {
    var provider = new FakeChannel("a", () -> new Unknown("timeout"));
    GuardedChannel guarded = guarded(provider).named("a");
    for (int i = 0; i < 4; i++) {
      assertThat(guarded.carryOut(CHARGE)).isInstanceOf(Unknown.class);
    }

    assertThat(guarded.carryOut(CHARGE)).isEqualTo(new NotSent(Reason.SUSPENDED));
    assertThat(guarded.find(CHARGE)).isInstanceOf(NoAnswer.class);
    assertThat(guarded.state()).isEqualTo("open");
    assertThat(provider.calls).hasValue(4);
  }

  @Test
  void declinesDoNotOpenTheBreaker() {
    GuardedChannel guarded =
        guarded(new FakeChannel("a", () -> new Declined("card_declined", null))).named("a");
    for (int i = 0; i < 50; i++) {
      guarded.carryOut(CHARGE);
      guarded.find(CHARGE);
    }

    assertThat(guarded.state()).isEqualTo("closed");
  }

  @Test
  void whatAnAdapterThrowsIsUnknown() {
    GuardedChannel guarded =
        guarded(
                new FakeChannel(
                    "a",
                    () -> {
                      throw new IllegalStateException("bug");
                    }))
            .named("a");

    assertThat(guarded.carryOut(CHARGE)).isInstanceOf(Unknown.class);
  }

  @Test
  void tooLittleTimeIsNotSent() throws Exception {
    var provider = new FakeChannel("a", () -> new Approved("t"));
    GuardedChannel guarded = guarded(provider).named("a");

    ChannelResult result = Deadline.in(Duration.ofMillis(90)).call(() -> guarded.carryOut(CHARGE));

    assertThat(result).isEqualTo(new NotSent(Reason.NO_TIME));
    assertThat(meters.get("florin.deadline.refusals").tag("work", "call").counter().count())
        .isEqualTo(1);
    assertThat(provider.calls).hasValue(0);
  }

  @Test
  void aChannelThatHangsLeavesTheOthersUntouched() throws Exception {
    var release = new CountDownLatch(1);
    var hanging =
        new FakeChannel(
            "a",
            () -> {
              await(release);
              return new Approved("a");
            });
    Channels channels = guarded(hanging, new FakeChannel("b", () -> new Approved("b")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<ChannelResult>> stuck =
          List.of(
              threads.submit(() -> channels.named("a").carryOut(CHARGE)),
              threads.submit(() -> channels.named("a").carryOut(CHARGE)));
      Awaitility.await().until(() -> hanging.calls.get() == 2);

      assertThat(channels.named("a").carryOut(CHARGE)).isEqualTo(new NotSent(Reason.BUSY));
      assertThat(channels.named("b").carryOut(CHARGE)).isEqualTo(new Approved("b"));

      release.countDown();
      for (Future<ChannelResult> call : stuck) {
        assertThat(call.get()).isEqualTo(new Approved("a"));
      }
    }
  }

  @Test
  void whatSurelyWasNotSentIsSentOnceMore() {
    var provider = new FakeChannel("a", () -> new Approved("t"));
    provider.outcome =
        () -> provider.calls.get() == 1 ? new NotSent(Reason.UNREACHABLE) : new Approved("second");

    assertThat(guarded(provider).named("a").carryOut(CHARGE)).isEqualTo(new Approved("second"));

    assertThat(provider.calls).hasValue(2);
    assertThat(meters.get("channel.retries").tag("channel", "a").counter().count()).isEqualTo(1);
  }

  @Test
  void whatMayHaveBeenSentOrWasRefusedIsNotSentAgain() {
    var outcomes =
        List.of(
            new Unknown("no answer"),
            new NotSent(Reason.REFUSED),
            new Declined("card_declined", "t"),
            new Approved("t"));
    for (ChannelResult outcome : outcomes) {
      var provider = new FakeChannel("a", () -> outcome);

      assertThat(guarded(provider).named("a").carryOut(CHARGE)).isEqualTo(outcome);

      assertThat(provider.calls).as(outcome.toString()).hasValue(1);
    }
  }

  @Test
  void whenHalfOfTheCallsFailRetriesStayWithinTheirBudget() {
    var provider = new FakeChannel("a", () -> new Approved("t"));
    provider.outcome =
        () -> provider.calls.get() % 2 == 0 ? new Approved("t") : new NotSent(Reason.UNREACHABLE);
    GuardedChannel guarded = guarded(NEVER_OPEN, provider).named("a");

    for (int i = 0; i < 1_000; i++) {
      guarded.carryOut(CHARGE);
    }

    assertThat(provider.calls.get()).isBetween(1_150, 1_300);
  }

  @Test
  void aProviderThatNeverConnectsIsNotCalledMuchMoreOften() {
    var provider = new FakeChannel("a", () -> new NotSent(Reason.UNREACHABLE));
    GuardedChannel guarded = guarded(NEVER_OPEN, provider).named("a");

    for (int i = 0; i < 1_000; i++) {
      guarded.carryOut(CHARGE);
    }

    assertThat(provider.calls.get()).isLessThanOrEqualTo(1_210);
  }

  @Test
  void aProviderThatAsksForAPauseIsLeftAlone() {
    var provider = new FakeChannel("a", () -> new Approved("t"));
    provider.rest = Duration.ofSeconds(1);
    GuardedChannel guarded = guarded(provider).named("a");

    assertThat(guarded.carryOut(CHARGE)).isEqualTo(new NotSent(Reason.RESTING));
    assertThat(guarded.find(CHARGE)).isInstanceOf(NoAnswer.class);
    assertThat(provider.calls).hasValue(0);
    assertThat(guarded.state()).isEqualTo("closed");

    provider.rest = Duration.ZERO;
    assertThat(guarded.carryOut(CHARGE)).isEqualTo(new Approved("t"));
  }

  @Test
  void latencyIsMeasuredByChannelAndResult() {
    guarded(new FakeChannel("a", () -> new Approved("t"))).named("a").carryOut(CHARGE);

    assertThat(
            meters
                .get("channel.latency")
                .tags("channel", "a", "operation", "charge", "result", "approved")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void aCallIsASpanWithItsResult() {
    List<Observation.Context> ended = new ArrayList<>();
    observations
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStop(Observation.Context context) {
                ended.add(context);
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
    GuardedChannel channel = guarded(new FakeChannel("a", () -> new Approved("t"))).named("a");

    channel.carryOut(CHARGE);
    channel.find(CHARGE);

    assertThat(ended)
        .extracting(Observation.Context::getContextualName)
        .containsExactly("channel.pay", "channel.find");
    assertThat(ended.getFirst().getLowCardinalityKeyValues())
        .containsExactlyInAnyOrder(
            KeyValue.of("channel.name", "a"),
            KeyValue.of("channel.operation", "charge"),
            KeyValue.of("channel.result", "approved"));
    assertThat(ended.getFirst().getHighCardinalityKeyValues())
        .contains(KeyValue.of("transaction.id", "t"));
    assertThat(ended.getLast().getLowCardinalityKeyValues())
        .contains(KeyValue.of("channel.result", "none"));
  }

  private Channels guarded(Channel... adapters) {
    return guarded(
        new ChannelProperties(
            "a", Duration.ofMillis(100), 2, 50, 4, 4, Duration.ofMinutes(1), 20, 10),
        adapters);
  }

  private Channels guarded(ChannelProperties properties, Channel... adapters) {
    return new Channels(
        List.of(adapters), properties, new ChannelTelemetry(observations, meters), meters);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class FakeChannel implements Channel {

    private final String name;
    private Supplier<ChannelResult> outcome;
    private final AtomicInteger calls = new AtomicInteger();
    private Duration rest = Duration.ZERO;

    FakeChannel(String name, Supplier<ChannelResult> outcome) {
      this.name = name;
      this.outcome = outcome;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Duration finalityWindow() {
      return Duration.ofSeconds(15);
    }

    @Override
    public Duration rest() {
      return rest;
    }

    @Override
    public ChannelResult carryOut(Instruction instruction) {
      calls.incrementAndGet();
      return outcome.get();
    }

    @Override
    public Lookup find(Instruction instruction) {
      return new NotFound();
    }

    @Override
    public Lookup close(Instruction instruction) {
      return new NoAnswer();
    }
  }
}
