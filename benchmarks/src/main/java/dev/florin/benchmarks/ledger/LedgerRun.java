package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.benchmarks.BenchmarkStack;
import dev.florin.benchmarks.CpuTime;
import dev.florin.benchmarks.ledger.LedgerPlan.Part;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.process.Waiting;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of the benchmark: the server, then part after part. */
final class LedgerRun {

  private static final int PORT_DISTANCE = 4_000;
  private static final int POSTINGS_PER_TRANSFER = 2;

  private static final Duration SEAL_LIMIT = Duration.ofMinutes(5);
  private static final Duration SEAL_POLL = Duration.ofMillis(500);

  /** There is more code on the way of a request than in the engine. */
  private static final int HTTP_WARM_UPS = 5;

  /** Pairs per second of a round's length: what an idle server answers, and some air. */
  private static final int LONE_PAIRS_PER_SECOND = 200;

  private final LedgerPlan plan;
  private final Path home;
  private final @Nullable Path pgbenchProgram;
  private final PrintWriter out;
  private final LedgerReport report = new LedgerReport();
  private final int postgresPort = BenchmarkStack.usersPortBase() + PORT_DISTANCE;
  private final int servicePort = postgresPort + 1;
  private final int managementPort = postgresPort + 2;

  LedgerRun(LedgerPlan plan, Path home, @Nullable Path pgbenchProgram, PrintWriter out) {
    this.plan = plan;
    this.home = home;
    this.pgbenchProgram = pgbenchProgram;
    this.out = out;
  }

  /** Measures what was planned. */
  LedgerReport measure() {
    say("Starting PostgreSQL in %s".formatted(home));
    AccountProgram program =
        AccountProgram.unpack(BenchmarkStack.repository(), home.resolve("account-service"));
    try (LedgerServer server = LedgerServer.start(home, postgresPort, plan.serverSettings());
        Surroundings surroundings = Surroundings.start()) {
      Database database = server.create("ledger_bench");
      try (ChildJvm engine = startEngine(program, surroundings, database)) {
        fill(server, database, 0);
        if (plan.hasAny(EnumSet.of(Part.ENGINE, Part.LONE, Part.FULL))) {
          warmUp(engine);
        }
        if (plan.has(Part.FULL)) {
          compareWithFull(server, program, surroundings, engine);
        }
        compareWithPgbench(server, database, engine);
        if (plan.has(Part.LONE)) {
          lone(engine);
        }
      }
      if (plan.has(Part.HTTP)) {
        http(server, program, surroundings, database);
      }
    }
    return report;
  }

  private ChildJvm startEngine(
      AccountProgram program, Surroundings surroundings, Database database) {
    say("Starting the posting engine on %s".formatted(database.username()));
    List<String> command = new ArrayList<>();
    command.add(AccountProgram.java().toString());
    command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"));
    command.addAll(plan.engineOptions());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            program.jar() + ":" + System.getProperty("java.class.path"),
            EngineMain.class.getName(),
            Integer.toString(plan.accounts())));
    return ChildJvm.start(
        command,
        AccountService.environment(surroundings, database, 0, 0),
        home.resolve("engine-" + database.username() + ".log"));
  }

  private void fill(LedgerServer server, Database database, long deductions) {
    say("Writing %,d wallets and %,d deductions".formatted(plan.accounts(), deductions));
    LedgerData.fill(() -> server.administrate(database.username()), plan.accounts(), deductions);
  }

  private void warmUp(ChildJvm engine) {
    say("Warming up for %d s".formatted(plan.warmUpSeconds()));
    int hot = plan.warmUpSeconds() / 3;
    engine.order(Round.class, order("uniform", plan.warmUpSeconds() - hot));
    engine.order(Round.class, order("hot", hot));
  }

  private void compareWithFull(
      LedgerServer server, AccountProgram program, Surroundings surroundings, ChildJvm engine) {
    Database database = server.create("ledger_full");
    try (ChildJvm _ = startEngine(program, surroundings, database)) {
      long funding = plan.accounts();
      fill(server, database, plan.history() / POSTINGS_PER_TRANSFER - funding);
    }
    // What runs beside the engine takes a history that was there before it for looked at.
    try (ChildJvm fullEngine = startEngine(program, surroundings, database)) {
      awaitSealed(server, database);
      warmUp(fullEngine);
      for (int n = 0; n < plan.rounds(); n++) {
        engineRound(report.engineEmpty, engine, server, "uniform");
        engineRound(report.engineFull, fullEngine, server, "uniform");
      }
    }
    try (Connection connection = server.administrate("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE %s WITH (FORCE)".formatted(database.username()));
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new BenchmarkException("cannot drop a database: " + e.getMessage());
    }
  }

  /** The service seals a history at full speed, which is not what is measured. */
  private void awaitSealed(LedgerServer server, Database database) {
    say("Waiting until the service has sealed them");
    try (Connection connection = server.administrate(database.username());
        Statement statement = connection.createStatement()) {
      if (!Waiting.until(SEAL_LIMIT, SEAL_POLL, () -> isSealed(statement))) {
        throw new BenchmarkException("the history was not sealed within " + SEAL_LIMIT);
      }
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new BenchmarkException("cannot reach PostgreSQL: " + e.getMessage());
    }
  }

  private static boolean isSealed(Statement statement) {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT (SELECT max(position) FROM transfer) = (SELECT max(last_position) FROM seal)")) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      throw new BenchmarkException("cannot look for seals: " + e.getMessage());
    }
  }

  private void compareWithPgbench(LedgerServer server, Database database, ChildJvm engine) {
    @Nullable Pgbench pgbench = pgbench(server, database);
    for (int n = 0; n < plan.rounds(); n++) {
      if (plan.has(Part.ENGINE)) {
        engineRound(report.engineUniform, engine, server, "uniform");
      }
      if (pgbench != null) {
        pgbenchRound(report.pgbenchUniform, pgbench, server, plan.accounts());
      }
      if (plan.has(Part.ENGINE)) {
        engineRound(report.engineHot, engine, server, "hot");
      }
      if (pgbench != null) {
        pgbenchRound(report.pgbenchHot, pgbench, server, 1);
      }
    }
  }

  private @Nullable Pgbench pgbench(LedgerServer server, Database database) {
    if (pgbenchProgram == null) {
      return null;
    }
    try (Connection connection = server.administrate(database.username())) {
      return Pgbench.prepare(pgbenchProgram, home.resolve("pgbench"), database, connection);
    } catch (SQLException e) {
      throw new BenchmarkException("cannot reach PostgreSQL: " + e.getMessage());
    }
  }

  private void engineRound(Series series, ChildJvm engine, LedgerServer server, String kind) {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("engine", engine.pid());
    pids.put("postgres", server.pid());
    measure(series, pids, () -> engine.order(Round.class, order(kind, plan.seconds())));
  }

  private void pgbenchRound(Series series, Pgbench pgbench, LedgerServer server, int wallets) {
    measure(series, Map.of("postgres", server.pid()), () -> pgbench.run(wallets, plan.seconds()));
  }

  private void lone(ChildJvm engine) {
    String order = "lone " + LONE_PAIRS_PER_SECOND * plan.seconds();
    engine.order(LoneRound.class, order);
    for (int n = 0; n < plan.rounds(); n++) {
      LoneRound round = engine.order(LoneRound.class, order);
      say(
          "  one at a time            P99 %.2f ms, unbatched %.2f ms"
              .formatted(round.queued().p99Millis(), round.unbatched().p99Millis()));
      report.lone.add(round);
    }
  }

  private void http(
      LedgerServer server, AccountProgram program, Surroundings surroundings, Database database) {
    say("Starting the account service on port %d".formatted(servicePort));
    try (AccountService service =
            AccountService.start(
                program,
                plan.serviceOptions(),
                AccountService.environment(surroundings, database, servicePort, managementPort),
                managementPort,
                home.resolve("account-service.log"));
        ChildJvm generator = startGenerator(surroundings.serviceToken())) {
      Map<String, Long> pids = new LinkedHashMap<>();
      pids.put("service", service.pid());
      pids.put("postgres", server.pid());
      pids.put("load", generator.pid());
      int warmUpSeconds = HTTP_WARM_UPS * plan.warmUpSeconds();
      say("Warming up for %d s".formatted(warmUpSeconds));
      generator.order(Round.class, plan.connections() + " " + warmUpSeconds);
      for (int n = 0; n < plan.rounds(); n++) {
        measure(
            report.http,
            pids,
            () -> generator.order(Round.class, plan.connections() + " " + plan.seconds()));
      }
    }
  }

  private ChildJvm startGenerator(String token) {
    List<String> command =
        List.of(
            AccountProgram.java().toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            HttpLoadMain.class.getName(),
            Integer.toString(servicePort),
            Integer.toString(plan.accounts()));
    ChildJvm generator = ChildJvm.start(command, Map.of(), home.resolve("load.log"));
    generator.tell(token);
    return generator;
  }

  private void measure(Series series, Map<String, Long> pids, Supplier<Round> round) {
    CpuTime before = CpuTime.of(pids);
    Round shown = round.get();
    series.add(shown, CpuTime.of(pids).since(before).used());
    say(
        "  %-24s %,9.0f posts/s   P50 %.1f ms   P99 %.1f ms"
            .formatted(series.name(), shown.perSecond(), shown.p50Millis(), shown.p99Millis()));
  }

  private String order(String what, int length) {
    return "%s %d %d".formatted(what, plan.inFlight(), length);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
