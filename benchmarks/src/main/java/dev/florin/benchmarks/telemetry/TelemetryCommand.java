package dev.florin.benchmarks.telemetry;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.benchmarks.BenchmarkStack;
import dev.florin.benchmarks.Collector;
import dev.florin.benchmarks.CpuTime;
import dev.florin.benchmarks.Median;
import dev.florin.benchmarks.payments.ClosedLoop;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./florin bench telemetry}. */
@Command(
    name = "telemetry",
    description = {
      "Payments per second of a stack that keeps every trace and sends all spans and logs to a"
          + " collector that does nothing, next to one whose OpenTelemetry SDK is off.",
      "Rounds alternate and figures are their medians. The last line is JSON."
    },
    mixinStandardHelpOptions = true)
public final class TelemetryCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(names = "--rounds", defaultValue = "5", description = "Pairs (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Length of a round (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "60",
      description = "Seconds of load on each stack before its first round (${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(
      names = "--clients",
      defaultValue = "16",
      description = "Payments under way at once (${DEFAULT-VALUE}).")
  private int clients;

  /** Made by picocli, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  TelemetryCommand() {}

  /** A stack, the clients that pay there, and what came of each round. */
  private record Side(
      String name,
      Map<String, Long> pids,
      ClosedLoop load,
      List<Double> perSecond,
      List<Double> cpu) {

    static Side of(String name, BenchmarkStack stack, int clients) {
      var load = new ClosedLoop(stack.gateway(), stack.token(), clients);
      return new Side(name, stack.pids(), load, new ArrayList<>(), new ArrayList<>());
    }

    /** Answers how many payments were made. */
    long measure(int seconds) {
      CpuTime before = CpuTime.of(pids);
      long made = load.run(Duration.ofSeconds(seconds));
      double cpuMillis =
          CpuTime.of(pids).since(before).used().values().stream()
              .mapToDouble(used -> used.toNanos() / 1e6)
              .sum();
      perSecond.add((double) made / seconds);
      cpu.add(cpuMillis / made);
      return made;
    }
  }

  @Override
  public void run() {
    requirePositive(rounds, "--rounds");
    requirePositive(seconds, "--seconds");
    requirePositive(clients, "--clients");
    // What the gateway's limit finds differs from minute to minute, and would be measured too.
    String places = Integer.toString(clients);
    Map<String, String> both =
        Map.of(
            "FLORIN_GATEWAY_OVERLOAD_MIN", places,
            "FLORIN_GATEWAY_OVERLOAD_INITIAL", places,
            "FLORIN_GATEWAY_OVERLOAD_MAX", places);
    Map<String, String> disabled = new HashMap<>(both);
    disabled.put("OTEL_SDK_DISABLED", "true");
    try (BenchmarkStack traced = BenchmarkStack.start("bench-telemetry-on", 1, both);
        BenchmarkStack silent = BenchmarkStack.start("bench-telemetry-off", 2, disabled)) {
      Side on = Side.of("on", traced, clients);
      Side off = Side.of("off", silent, clients);
      try (Collector collector = traced.replaceCollector()) {
        print(on, off, measure(on, off, collector));
      }
    }
  }

  /** Answers how many bytes a payment sends. */
  private double measure(Side on, Side off, Collector collector) {
    for (Side side : List.of(on, off)) {
      out().printf("warming up, telemetry %s: %d s …%n", side.name(), warmUpSeconds);
      out().flush();
      side.load().run(Duration.ofSeconds(warmUpSeconds));
    }
    List<Double> bytes = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      // Each of a pair goes first in turn.
      if (round % 2 == 1) {
        off.measure(seconds);
      }
      long before = collector.bytes();
      long made = on.measure(seconds);
      bytes.add((double) (collector.bytes() - before) / made);
      if (round % 2 == 0) {
        off.measure(seconds);
      }
      out()
          .printf(
              "round %d of %d: on %.1f/s, off %.1f/s%n",
              round + 1, rounds, on.perSecond().get(round), off.perSecond().get(round));
      out().flush();
    }
    if (Median.of(bytes) == 0) {
      throw new BenchmarkException("the stack with telemetry sent none");
    }
    return Median.of(bytes);
  }

  private void print(Side on, Side off, double bytes) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ratios.add(on.perSecond().get(round) / off.perSecond().get(round));
    }
    PrintWriter out = out();
    out.printf("%n%-28s %10s %10s%n", "telemetry", "on", "off");
    out.printf(
        "%-28s %10.1f %10.1f%n",
        "payments per second", Median.of(on.perSecond()), Median.of(off.perSecond()));
    out.printf(
        "%-28s %10.2f %10.2f%n", "CPU per payment, ms", Median.of(on.cpu()), Median.of(off.cpu()));
    out.printf("%-28s %10.0f%n", "bytes sent per payment", bytes);
    out.printf("%-28s %10.3f%n%n", "on / off", Median.of(ratios));
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("on_per_s", on.perSecond());
    line.put("off_per_s", off.perSecond());
    line.put("ratios", ratios);
    line.put("ratio", Median.of(ratios));
    line.put("cpu_ms_on", Median.of(on.cpu()));
    line.put("cpu_ms_off", Median.of(off.cpu()));
    line.put("bytes_per_payment", bytes);
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
