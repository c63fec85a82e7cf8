package dev.florin.benchmarks.payments;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.benchmarks.BenchmarkStack;
import dev.florin.localstack.stack.Service;
import dev.florin.localstack.zipkin.OtlpReceiver;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./florin bench gateway}. */
@Command(
    name = "gateway",
    description = {
      "What the gateway adds to a payment by itself: its server span less its client span, while"
          + " payments come at a set rate. In place of payment-service there is a server that answers"
          + " at once, so that the machine has processors left for the gateway.",
      "The last line is JSON."
    },
    mixinStandardHelpOptions = true)
public final class GatewayCommand implements Runnable {

  private static final int USERS = 1_000;
  private static final long LAST_BATCH_MILLIS = 3_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "Payments per second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Measured time (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds before that (${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  /** Made by picocli, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  GatewayCommand() {}

  @Override
  public void run() {
    requirePositive(rate, "--rate");
    requirePositive(seconds, "--seconds");
    Load load =
        new Load(
            rate,
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(seconds),
            2_000,
            Duration.ofMillis(10));
    var costs = new SpanCosts("gateway", "POST /api/v1/payments");
    try (BenchmarkStack stack = BenchmarkStack.start()) {
      var requests = new PaymentRequests(stack.gateway(), stack.token(), USERS);
      out().printf("%d payments/s for %d s …%n", rate, warmUpSeconds + seconds);
      out().flush();
      try (OtlpReceiver _ = stack.replaceCollector(costs::take);
          InstantPayments _ = InstantPayments.start(stack.replace(Service.PAYMENT))) {
        Measurement measured = new OpenLoop(load, requests).run(costs::reset);
        awaitLastBatch();
        print(measured, costs);
      }
    }
  }

  /** Spans leave a service once a second. */
  private static void awaitLastBatch() {
    try {
      Thread.sleep(LAST_BATCH_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void print(Measurement measured, SpanCosts costs) {
    if (costs.count() == 0) {
      throw new BenchmarkException("the gateway sent no spans of payments");
    }
    PrintWriter out = out();
    out.printf("%n%-26s %10d%n", "payments answered", measured.answeredCount());
    out.printf("%-26s %10d%n", "with both spans", costs.count());
    for (int percentile : new int[] {50, 90, 99}) {
      out.printf("%-26s %7.2f ms%n", "by itself, P" + percentile, costs.millisAt(percentile));
    }
    out.println();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rate", rate);
    line.put("answered", measured.answeredCount());
    line.put("errors", measured.errorCount());
    line.put("counted", costs.count());
    line.put("own_p50_ms", costs.millisAt(50));
    line.put("own_p99_ms", costs.millisAt(99));
    line.put("p99_ms", measured.millisAt(99));
    out.println(JsonMapper.shared().writeValueAsString(line));
    out.flush();
  }

  private void requirePositive(int value, String option) {
    if (value <= 0) {
      throw new ParameterException(spec.commandLine(), option + " must be greater than zero");
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
