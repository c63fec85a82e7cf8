package dev.florin.channel.channel;

import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Lookup.Closed;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.web.client.RetryBudget;
import dev.florin.web.deadline.Deadline;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider behind its own circuit breaker, bulkhead and share of the deadline, so that one that
 * hangs takes nothing from the others. Whatever goes wrong becomes a result.
 */
public final class GuardedChannel {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedChannel.class);

  private final Channel channel;
  private final CircuitBreaker breaker;
  private final Bulkhead bulkhead;
  private final RetryBudget retries;
  private final Duration answerReserve;
  private final ChannelTelemetry telemetry;

  GuardedChannel(
      Channel channel,
      CircuitBreaker breaker,
      Bulkhead bulkhead,
      RetryBudget retries,
      Duration answerReserve,
      ChannelTelemetry telemetry) {
    this.channel = channel;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
    this.retries = retries;
    this.answerReserve = answerReserve;
    this.telemetry = telemetry;
  }

  /** The channel's name. */
  public String name() {
    return channel.name();
  }

  /** See {@link Channel#finalityWindow()}. */
  public Duration finalityWindow() {
    return channel.finalityWindow();
  }

  /** Whether calls are let through: {@code closed}, {@code open} or {@code half_open}. */
  public String state() {
    return switch (breaker.getState()) {
      case CLOSED, DISABLED, METRICS_ONLY -> "closed";
      case OPEN, FORCED_OPEN -> "open";
      case HALF_OPEN -> "half_open";
    };
  }

  /**
   * Sends the instruction, if the guard lets it through. One that surely was not sent because no
   * connection could be had is sent once more, within a budget; no other result is.
   */
  public ChannelResult carryOut(Instruction instruction) {
    return telemetry.carryOut(name(), instruction, () -> sendOnceOrAgain(instruction));
  }

  /** Asks for the instruction, if the guard lets it through. */
  public Lookup find(Instruction instruction) {
    return telemetry.find(name(), instruction, () -> asking(() -> channel.find(instruction)));
  }

  /** See {@link Channel#close(Instruction)}; if the guard lets it through. */
  public Lookup close(Instruction instruction) {
    return telemetry.close(name(), instruction, () -> asking(() -> channel.close(instruction)));
  }

  private Lookup asking(Supplier<Lookup> call) {
    return guarded(call, _ -> new NoAnswer(), _ -> new NoAnswer());
  }

  private ChannelResult sendOnceOrAgain(Instruction instruction) {
    retries.earn();
    ChannelResult result = send(instruction);
    if (result instanceof NotSent(Reason reason)
        && reason == Reason.UNREACHABLE
        && timeLeft().isPositive()
        && retries.spend()) {
      telemetry.retried(name());
      return send(instruction);
    }
    return result;
  }

  private ChannelResult send(Instruction instruction) {
    return guarded(() -> channel.carryOut(instruction), NotSent::new, GuardedChannel::unanswered);
  }

  private static ChannelResult unanswered(RuntimeException e) {
    LOG.warn("A channel's adapter failed; the outcome is unknown", e);
    return new Unknown("The channel gave no usable answer; the money may have moved.");
  }

  private <T> T guarded(Supplier<T> call, OnRefusal<T> refused, OnFailure<T> failed) {
    Duration usable = timeLeft();
    if (!usable.isPositive()) {
      telemetry.tooLate();
      return refused.because(Reason.NO_TIME);
    }
    if (channel.rest().isPositive()) {
      return refused.because(Reason.RESTING);
    }
    try {
      return Deadline.in(usable).call(() -> bulkhead.executeSupplier(breaking(call)));
    } catch (CallNotPermittedException e) {
      return refused.because(Reason.SUSPENDED);
    } catch (BulkheadFullException e) {
      return refused.because(Reason.BUSY);
    } catch (RuntimeException e) {
      return failed.with(e);
    }
  }

  private Duration timeLeft() {
    Duration left = Deadline.current().map(Deadline::remaining).orElse(Duration.ofSeconds(3));
    return left.minus(answerReserve);
  }

  private <T> Supplier<T> breaking(Supplier<T> call) {
    return CircuitBreaker.decorateSupplier(breaker, call);
  }

  /** Whether a call says that the provider is sick; a decline or a "not found" does not. */
  static boolean isSick(Object result) {
    return switch (result) {
      case ChannelResult told -> isSickResult(told);
      case Lookup found -> isSickLookup(found);
      default -> false;
    };
  }

  private static boolean isSickResult(ChannelResult result) {
    return switch (result) {
      case Unknown _ -> true;
      case NotSent(Reason reason) -> reason == Reason.UNREACHABLE;
      case Approved _, Declined _, Pending _, RequiresAction _, Mismatched _ -> false;
    };
  }

  private static boolean isSickLookup(Lookup lookup) {
    return switch (lookup) {
      case NoAnswer _ -> true;
      case Found _, NotFound _, Closed _ -> false;
    };
  }

  private interface OnRefusal<T> {
    T because(Reason reason);
  }

  private interface OnFailure<T> {
    T with(RuntimeException failure);
  }
}
