package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.benchmarks.BenchmarkStack;
import dev.florin.benchmarks.ledger.LedgerPlan.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./florin bench ledger}. */
@Command(
    name = "ledger",
    description = {
      "Posts per second and latency of the ledger: in its process, next to pgbench of the same rows"
          + " on the same server, and over HTTP.",
      "Rounds alternate and figures are their medians. The last line is JSON."
    },
    mixinStandardHelpOptions = true)
public final class LedgerCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Alternating rounds of each kind (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "Length of a round (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "15",
      description = "Seconds of load on each process before its first round (${DEFAULT-VALUE}).")
  private int warmUpSeconds;

  @Option(names = "--accounts", defaultValue = "10000", description = "Wallets (${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--in-flight",
      defaultValue = "256",
      description = "Posts under way at once in the engine (${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--connections",
      defaultValue = "128",
      description = "Requests under way at once over HTTP (${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--history",
      defaultValue = "5000000",
      description = "Postings in the full ledger (${DEFAULT-VALUE}).")
  private long history;

  @Option(
      names = "--server-setting",
      paramLabel = "NAME=VALUE",
      description = "A setting of PostgreSQL in place of the stack's; may be repeated.")
  private Map<String, String> serverSettings = new LinkedHashMap<>();

  @Option(
      names = "--engine-option",
      paramLabel = "OPTION",
      description = "An option of the engine's JVM; may be repeated.")
  private List<String> engineOptions = new ArrayList<>();

  @Option(
      names = "--service-option",
      paramLabel = "OPTION",
      description = "An option of the service's JVM; may be repeated.")
  private List<String> serviceOptions = new ArrayList<>();

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Measures these alone: ${COMPLETION-CANDIDATES}.")
  private @Nullable Set<Part> only;

  /** Made by picocli, which fills in the fields. */
  @SuppressWarnings("NullAway.Init")
  LedgerCommand() {}

  @Override
  public void run() {
    LedgerPlan plan = plan();
    @Nullable Path pgbench = plan.has(Part.PGBENCH) ? Pgbench.find() : null;
    BenchmarkStack.requireNoOther();
    Path home = BenchmarkStack.usersHome().resolve("bench-ledger");
    try {
      Files.createDirectories(home);
    } catch (IOException e) {
      throw new BenchmarkException("cannot make " + home + ": " + e.getMessage());
    }
    LedgerRun run = new LedgerRun(plan, home, pgbench, spec.commandLine().getOut());
    run.measure().print(spec.commandLine().getOut());
  }

  private LedgerPlan plan() {
    return new LedgerPlan(
        only == null ? EnumSet.allOf(Part.class) : only,
        atLeast(1, rounds, "--rounds"),
        atLeast(1, seconds, "--seconds"),
        atLeast(1, warmUpSeconds, "--warm-up"),
        atLeast(1, accounts, "--accounts"),
        atLeast(1, inFlight, "--in-flight"),
        atLeast(1, connections, "--connections"),
        Math.max(history, 2L * accounts),
        serverSettings,
        engineOptions,
        serviceOptions);
  }

  private int atLeast(int least, int value, String option) {
    if (value < least) {
      throw new ParameterException(spec.commandLine(), option + " must be at least " + least);
    }
    return value;
  }
}
