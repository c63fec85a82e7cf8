package dev.florin.channel.attempt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts what providers tell at an unexpected time, or that does not fit. */
@Component
class AttemptTelemetry {

  private final MeterRegistry meters;

  AttemptTelemetry(MeterRegistry meters) {
    this.meters = meters;
  }

  void lateOutcome(Attempt attempt) {
    count("channel.late_outcomes", "Outcomes against a final one", attempt);
  }

  void amountMismatch(Attempt attempt) {
    count("channel.amount_mismatches", "Other amounts confirmed than asked for", attempt);
  }

  void secondTransaction(Attempt attempt) {
    count("channel.second_transactions", "Ids beside the one of an open attempt", attempt);
  }

  void callback(String channel, Heard heard) {
    Counter.builder("channel.callbacks")
        .description("Callbacks by what came of them")
        .tag("channel", channel)
        .tag("effect", heard.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }

  private void count(String name, String description, Attempt attempt) {
    Counter.builder(name)
        .description(description)
        .tag("channel", attempt.channel())
        .register(meters)
        .increment();
  }
}
