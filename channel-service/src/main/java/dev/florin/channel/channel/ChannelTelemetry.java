package dev.florin.channel.channel;

import dev.florin.channel.channel.ChannelObservation.Detail;
import dev.florin.channel.channel.ChannelObservation.Label;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Lookup.Closed;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.web.deadline.DeadlineTelemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One span and one measurement per call to a provider. */
@Component
final class ChannelTelemetry {

  /** A metric's labels must always be the same, whatever happens. */
  private static final String NO_RESULT = "none";

  private final ObservationRegistry observations;
  private final MeterRegistry meters;
  private final DeadlineTelemetry deadlines;

  ChannelTelemetry(ObservationRegistry observations, MeterRegistry meters) {
    this.observations = observations;
    this.meters = meters;
    this.deadlines = new DeadlineTelemetry(meters);
  }

  ChannelResult carryOut(String channel, Instruction instruction, Supplier<ChannelResult> call) {
    long start = System.nanoTime();
    ChannelResult result =
        observed(ChannelObservation.PAY, channel, instruction, call, paid -> paid);
    Timer.builder("channel.latency")
        .description("Time a channel takes to answer an instruction")
        .tag("channel", channel)
        .tag("operation", instruction.operation().text())
        .tag("result", nameOf(result))
        .serviceLevelObjectives(
            Duration.ofMillis(25),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3))
        .register(meters)
        .record(Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** An instruction that surely was not sent is sent again. */
  void retried(String channel) {
    Counter.builder("channel.retries")
        .description("Instructions sent again because they surely had not been sent")
        .tag("channel", channel)
        .register(meters)
        .increment();
  }

  /** An instruction was not sent, since no time was left for its answer. */
  void tooLate() {
    deadlines.callRefused();
  }

  Lookup find(String channel, Instruction instruction, Supplier<Lookup> call) {
    return asked(ChannelObservation.FIND, channel, instruction, call);
  }

  Lookup close(String channel, Instruction instruction, Supplier<Lookup> call) {
    return asked(ChannelObservation.CLOSE, channel, instruction, call);
  }

  private Lookup asked(
      ChannelObservation kind, String channel, Instruction instruction, Supplier<Lookup> call) {
    return observed(
        kind,
        channel,
        instruction,
        call,
        lookup ->
            switch (lookup) {
              case Found(ChannelResult result) -> result;
              case NotFound _, Closed _, NoAnswer _ -> null;
            });
  }

  private <T> T observed(
      ChannelObservation kind,
      String channel,
      Instruction instruction,
      Supplier<T> call,
      Function<T, @Nullable ChannelResult> reading) {
    Observation observation =
        kind.observation(observations)
            .lowCardinalityKeyValue(Label.NAME.withValue(channel))
            .lowCardinalityKeyValue(Label.OPERATION.withValue(instruction.operation().text()))
            .lowCardinalityKeyValue(Label.RESULT.withValue(NO_RESULT))
            .highCardinalityKeyValue(Detail.ATTEMPT.withValue(instruction.reference()))
            .start();
    try (var _ = observation.openScope()) {
      T answer = call.get();
      ChannelResult result = reading.apply(answer);
      if (result != null) {
        describe(observation, result);
      }
      return answer;
    } catch (RuntimeException e) {
      observation.error(e);
      throw e;
    } finally {
      observation.stop();
    }
  }

  private static void describe(Observation observation, ChannelResult result) {
    observation.lowCardinalityKeyValue(Label.RESULT.withValue(nameOf(result)));
    String transactionId = result.transactionId();
    if (transactionId != null) {
      observation.highCardinalityKeyValue(Detail.TRANSACTION.withValue(transactionId));
    }
  }

  private static String nameOf(ChannelResult result) {
    return switch (result) {
      case Approved _ -> "approved";
      case Declined _ -> "declined";
      case Pending _ -> "pending";
      case RequiresAction _ -> "requires_action";
      case Mismatched _ -> "mismatched";
      case NotSent _ -> "not_sent";
      case Unknown _ -> "unknown";
    };
  }
}
