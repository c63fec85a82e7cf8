package dev.florin.channel.channel;

import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Pending;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
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
  private final Duration answerReserve;
  private final ChannelTelemetry telemetry;

  GuardedChannel(
      Channel channel,
      CircuitBreaker breaker,
      Bulkhead bulkhead,
      Duration answerReserve,
      ChannelTelemetry telemetry) {
    this.channel = channel;
    this.breaker = breaker;
    this.bulkhead = bulkhead;
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

  /** Sends the charge, if the guard lets it through. */
  public ChannelResult charge(Charge charge) {
    return telemetry.pay(
        name(),
        charge,
        () -> guarded(() -> channel.charge(charge), NotSent::new, GuardedChannel::unanswered));
  }

  /** Asks for the charge, if the guard lets it through. */
  public Lookup find(Charge charge) {
    return telemetry.find(
        name(),
        charge,
        () -> guarded(() -> channel.find(charge), _ -> new NoAnswer(), _ -> new NoAnswer()));
  }

  private static ChannelResult unanswered(RuntimeException e) {
    LOG.warn("A channel's adapter failed; the outcome of the charge is unknown", e);
    return new Unknown("The channel gave no usable answer; the money may have moved.");
  }

  private <T> T guarded(Supplier<T> call, OnRefusal<T> refused, OnFailure<T> failed) {
    Duration left = Deadline.current().map(Deadline::remaining).orElse(Duration.ofSeconds(3));
    Duration usable = left.minus(answerReserve);
    if (!usable.isPositive()) {
      return refused.because(Reason.NO_TIME);
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

  private <T> Supplier<T> breaking(Supplier<T> call) {
    return CircuitBreaker.decorateSupplier(breaker, call);
  }

  /** Whether a call says that the provider is sick; a decline or a "not found" does not. */
  static boolean isSick(Object result) {
    return switch (result) {
      case ChannelResult charged -> isSickCharge(charged);
      case Lookup found -> isSickLookup(found);
      default -> false;
    };
  }

  private static boolean isSickCharge(ChannelResult result) {
    return switch (result) {
      case Unknown _ -> true;
      case NotSent(Reason reason) -> reason == Reason.UNREACHABLE;
      case Approved _, Declined _, Pending _ -> false;
    };
  }

  private static boolean isSickLookup(Lookup lookup) {
    return switch (lookup) {
      case NoAnswer _ -> true;
      case Found _, NotFound _ -> false;
    };
  }

  private interface OnRefusal<T> {
    T because(Reason reason);
  }

  private interface OnFailure<T> {
    T with(RuntimeException failure);
  }
}
