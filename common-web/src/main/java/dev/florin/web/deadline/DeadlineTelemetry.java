package dev.florin.web.deadline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;

/** Shows how much time each hop has, and counts the work that was refused since none was left. */
public final class DeadlineTelemetry {

  private static final AttributeKey<Long> REMAINING =
      AttributeKey.longKey("florin.deadline.remaining_ms");

  private final Counter requests;
  private final Counter calls;

  public DeadlineTelemetry(MeterRegistry meters) {
    this.requests = refusals("request", meters);
    this.calls = refusals("call", meters);
  }

  /** Writes the time that is left on the current span: the server's, or the client's. */
  public static void show(Duration left) {
    Span.current().setAttribute(REMAINING, left.toMillis());
  }

  /** A request came too late to be begun. */
  void requestRefused() {
    requests.increment();
  }

  /** A call was not sent, since its answer would have come too late. */
  public void callRefused() {
    calls.increment();
  }

  private static Counter refusals(String work, MeterRegistry meters) {
    return Counter.builder("florin.deadline.refusals")
        .description("Work that was not begun because its deadline had passed")
        .tag("work", work)
        .register(meters);
  }
}
