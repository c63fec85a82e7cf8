package dev.florin.gateway.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What there was too much of when a request was turned away. */
public enum TurnedAway {
  /** Changes, by how long they take. */
  CHANGES,
  /** Requests that the gateway has taken and not answered yet. */
  IN_FLIGHT,
  /** Calls to one service. */
  BULKHEAD;

  /** Counts them. */
  public Counter counter(MeterRegistry meters) {
    return Counter.builder("gateway.requests.turned_away")
        .description("Requests that were turned away because too much was under way")
        .tag("reason", name().toLowerCase(Locale.ROOT))
        .register(meters);
  }
}
