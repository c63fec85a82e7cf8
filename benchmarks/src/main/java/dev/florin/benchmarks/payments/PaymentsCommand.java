package dev.florin.benchmarks.payments;

import dev.florin.benchmarks.BenchmarkStack;
import dev.florin.benchmarks.CpuTime;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./florin bench payments}. */
@Command(
    name = "payments",
    description = {
      "Sends payments to the gateway at a set rate, whether earlier ones are answered or not.",
      "Latency counts from the time a payment was due. The last line is JSON."
    },
    mixinStandardHelpOptions = true)
public final class PaymentsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--rate",
      defaultValue = "20",
      description = "Payments per second (${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Measured time (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      description = "Seconds before that (${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(
      names = "--users",
      defaultValue = "1000",
      description = "Users who pay (${DEFAULT-VALUE}).")
  private int users;

  /** Made by picocli, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  PaymentsCommand() {}

  @Override
  public void run() {
    Load load =
        new Load(
            positive(rate, "--rate"),
            Duration.ofSeconds(warmUpSeconds),
            Duration.ofSeconds(positive(seconds, "--seconds")),
            2_000,
            Duration.ofMillis(10));
    try (BenchmarkStack stack = BenchmarkStack.start()) {
      Map<String, Long> pids = new LinkedHashMap<>(stack.pids());
      pids.put("load generator", ProcessHandle.current().pid());
      var requests =
          new PaymentRequests(stack.gateway(), stack.token(), positive(users, "--users"));
      AtomicReference<CpuTime> before = new AtomicReference<>(CpuTime.of(pids));
      out().printf("%d payments/s for %d s …%n", rate, warmUpSeconds + seconds);
      out().flush();
      Measurement measured = new OpenLoop(load, requests).run(() -> before.set(CpuTime.of(pids)));
      print(measured, CpuTime.of(pids).since(before.get()));
    }
  }

  private void print(Measurement measured, CpuTime cpu) {
    PrintWriter out = out();
    out.printf("%n%-22s %12s%n", "payments", "");
    out.printf("%-22s %12d%n", "answered", measured.answeredCount());
    out.printf("%-22s %12.1f%n", "answered per second", measured.answeredPerSecond());
    measured.statuses().forEach((status, count) -> out.printf("  %-28s %12d%n", status, count));
    out.printf("%-22s %12d%n", "sent late (> 10 ms)", measured.lateCount());
    out.printf("%-22s %12d%n", "dropped", measured.droppedCount());
    for (double percentile : new double[] {50, 90, 99, 99.9}) {
      out.printf("P%-21s %9.1f ms%n", trim(percentile), measured.millisAt(percentile));
    }
    out.printf("%-22s %9.1f ms%n%n", "slowest", measured.maxMillis());
    out.printf("%-22s %9s%n", "CPU per payment", "");
    Map<String, Double> cpuMillis = new LinkedHashMap<>();
    cpu.used()
        .forEach(
            (part, used) -> {
              double millis = used.toNanos() / 1e6 / Math.max(1, measured.answeredCount());
              cpuMillis.put(part, Math.round(millis * 1_000) / 1_000.0);
              out.printf("%-22s %9.2f ms%n", part, millis);
            });
    double total = cpuMillis.values().stream().mapToDouble(Double::doubleValue).sum();
    out.printf("%-22s %9.2f ms%n%n", "all", total);
    out.println(json(measured, cpuMillis));
    out.flush();
  }

  private String json(Measurement measured, Map<String, Double> cpuMillis) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("rate", rate);
    line.put("answered", measured.answeredCount());
    line.put("errors", measured.errorCount());
    line.put("late", measured.lateCount());
    line.put("dropped", measured.droppedCount());
    line.put("p50_ms", measured.millisAt(50));
    line.put("p99_ms", measured.millisAt(99));
    line.put("max_ms", measured.maxMillis());
    line.put("cpu_ms_per_payment", cpuMillis);
    return JsonMapper.shared().writeValueAsString(line);
  }

  private int positive(int value, String option) {
    if (value <= 0) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), option + " must be greater than zero");
    }
    return value;
  }

  private static String trim(double percentile) {
    return percentile == Math.rint(percentile)
        ? Long.toString((long) percentile)
        : Double.toString(percentile);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
