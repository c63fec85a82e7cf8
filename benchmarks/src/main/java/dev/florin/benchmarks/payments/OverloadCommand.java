package dev.florin.benchmarks.payments;

import dev.florin.benchmarks.BenchmarkStack;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./florin bench overload}. */
@Command(
    name = "overload",
    description = {
      "Finds how many payments per second the stack makes at most, offers a multiple of that, and"
          + " then half of it until all is well again.",
      "Latency counts from the time a payment was due. The last line is JSON."
    },
    mixinStandardHelpOptions = true)
public final class OverloadCommand implements Runnable {

  /** What the gateway answers when it turns a payment away. */
  private static final String SHED = "429 overloaded";

  private static final Duration PROMISED = Duration.ofMillis(200);
  private static final double WELL_SHARE = 0.99;
  private static final int WELL_SECONDS = 3;
  private static final int RECOVERY_SECONDS = 60;
  private static final int USERS = 1_000;
  private static final int OPEN = 10_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--clients",
      defaultValue = "16",
      description = "Payments under way at once when the most is looked for (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--warm-up",
      defaultValue = "40",
      description = "Seconds of load before anything is measured (${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Length of the overload, and of looking for the most (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--times",
      defaultValue = "5",
      description = "How much of the most is offered (${DEFAULT-VALUE}).")
  private int times;

  /** Made by picocli, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  OverloadCommand() {}

  @Override
  public void run() {
    requirePositive(clients, "--clients");
    requirePositive(seconds, "--seconds");
    requirePositive(times, "--times");
    try (BenchmarkStack stack = BenchmarkStack.start()) {
      URI gateway = stack.gateway();
      String token = stack.token();
      double most = most(new ClosedLoop(gateway, token, clients));
      var requests = new PaymentRequests(gateway, token, USERS);
      AtomicLong number = new AtomicLong();
      OpenLoop.Request next = _ -> requests.send(number.getAndIncrement());
      int offered = Math.max(1, (int) Math.round(most * times));
      say("%.1f payments/s at most; %d/s for %d s …".formatted(most, offered, seconds));
      Measurement overload = offer(next, offered, Duration.ofSeconds(seconds));
      int half = Math.max(1, (int) Math.round(most / 2));
      say("%d/s until all is well …".formatted(half));
      print(most, offered, overload, recoverySeconds(next, half));
    }
  }

  private double most(ClosedLoop load) {
    say("warming up: %d s, then %d s for the most …".formatted(warmUpSeconds, seconds));
    load.warmUp(Duration.ofSeconds(warmUpSeconds));
    return (double) load.run(Duration.ofSeconds(seconds)) / seconds;
  }

  private static Measurement offer(OpenLoop.Request request, int perSecond, Duration time) {
    return new OpenLoop(
            new Load(perSecond, Duration.ZERO, time, OPEN, Duration.ofMillis(10)), request)
        .run(() -> {});
  }

  /**
   * Seconds until payments are made within the promised time, and stay so for a while.
   *
   * @return -1 if that does not come
   */
  private static int recoverySeconds(OpenLoop.Request request, int perSecond) {
    int well = 0;
    for (int second = 1; second <= RECOVERY_SECONDS; second++) {
      Measurement measured = offer(request, perSecond, Duration.ofSeconds(1));
      long inTime = measured.countWithin(PROMISED, "201"::equals);
      well = inTime >= WELL_SHARE * perSecond ? well + 1 : 0;
      if (well == WELL_SECONDS) {
        return second - WELL_SECONDS;
      }
    }
    return -1;
  }

  private void print(double most, int offered, Measurement measured, int recovery) {
    double goodput = measured.statuses().getOrDefault("201", 0L) / (double) seconds;
    long shed = measured.statuses().getOrDefault(SHED, 0L);
    double shedP99 = measured.millisAt(99, SHED::equals);
    double admittedP99 = measured.millisAt(99, status -> !SHED.equals(status));
    PrintWriter out = out();
    out.printf("%n%-30s %10.1f%n", "payments per second at most", most);
    out.printf("%-30s %10d%n", "offered per second", offered);
    out.printf("%-30s %10.1f%n", "made per second", goodput);
    out.printf("%-30s %10.2f%n", "made / at most", goodput / most);
    out.printf("%-30s %10d%n", "turned away", shed);
    out.printf("%-30s %7.1f ms%n", "turned away, P99", shedP99);
    out.printf("%-30s %7.1f ms%n", "taken on, P99", admittedP99);
    out.printf("%-30s %8d s%n", "well again after", recovery);
    measured.statuses().forEach((status, count) -> out.printf("  %-28s %10d%n", status, count));
    out.printf("%-30s %10d%n", "sent late (> 10 ms)", measured.lateCount());
    out.printf("%-30s %10d%n%n", "dropped", measured.droppedCount());
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("max_per_s", most);
    line.put("offered_per_s", offered);
    line.put("goodput_per_s", goodput);
    line.put("goodput_ratio", goodput / most);
    line.put("shed", shed);
    line.put("shed_p99_ms", shedP99);
    line.put("admitted_p99_ms", admittedP99);
    line.put("recovery_s", recovery);
    line.put("statuses", measured.statuses());
    line.put("late", measured.lateCount());
    line.put("dropped", measured.droppedCount());
    out.println(JsonMapper.shared().writeValueAsString(line));
    out.flush();
  }

  private void say(String line) {
    out().println(line);
    out().flush();
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
