package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * PostgreSQL's own load generator, posting the ledger's rows one transaction per post: it locks the
 * wallet and a stripe, writes a transfer and two postings, and moves both balances.
 *
 * <p>Its tables are the ledger's, with columns, checks and indexes, in a schema of their own, but
 * without triggers.
 */
final class Pgbench {

  private static final String SCHEMA = "pgbench_ledger";
  private static final String SCRIPT = "post.sql";
  private static final int CLIENTS = 16;
  private static final int THREADS = 2;
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+)");

  private static final String TABLES =
      """
      CREATE SCHEMA pgbench_ledger;
      CREATE TABLE pgbench_ledger.account (LIKE public.account INCLUDING ALL) WITH (fillfactor = 70);
      CREATE TABLE pgbench_ledger.transfer (LIKE public.transfer INCLUDING ALL);
      CREATE TABLE pgbench_ledger.posting (LIKE public.posting INCLUDING ALL);
      INSERT INTO pgbench_ledger.account SELECT * FROM public.account;
      INSERT INTO pgbench_ledger.transfer SELECT * FROM public.transfer;
      INSERT INTO pgbench_ledger.posting SELECT * FROM public.posting;
      """;

  private final Path program;
  private final Path folder;
  private final Database database;

  private Pgbench(Path program, Path folder, Database database) {
    this.program = program;
    this.folder = folder;
    this.database = database;
  }

  /**
   * Where pgbench is.
   *
   * @throws BenchmarkException if it is not installed
   */
  static Path find() {
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of);
    return find(Stream.concat(onPath, versions()).toList());
  }

  static Path find(List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve("pgbench"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new BenchmarkException(
                    "pgbench was not found; it comes with PostgreSQL"
                        + " (Debian and Ubuntu: apt-get install postgresql)"));
  }

  /** Debian installs it per version; its wrapper on the path comes with another package. */
  private static Stream<Path> versions() {
    Path installed = Path.of("/usr/lib/postgresql");
    try (Stream<Path> folders =
        Files.isDirectory(installed) ? Files.list(installed) : Stream.of()) {
      return folders.map(version -> version.resolve("bin")).toList().stream();
    } catch (IOException e) {
      throw new BenchmarkException("cannot read " + installed + ": " + e.getMessage());
    }
  }

  /** Makes its tables from the ledger's, rows included. */
  static Pgbench prepare(Path program, Path folder, Database database, Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
      statement.execute("GRANT USAGE ON SCHEMA %s TO %s".formatted(SCHEMA, database.username()));
      statement.execute(
          "GRANT ALL ON ALL TABLES IN SCHEMA %s TO %s".formatted(SCHEMA, database.username()));
      statement.execute("VACUUM ANALYZE");
      Files.createDirectories(folder);
      try (InputStream post = Pgbench.class.getResourceAsStream(SCRIPT)) {
        Files.copy(
            Objects.requireNonNull(post),
            folder.resolve(SCRIPT),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (SQLException | IOException e) {
      throw new BenchmarkException("cannot prepare pgbench: " + e.getMessage());
    }
    return new Pgbench(program, folder, database);
  }

  /** Posts for a while over so many wallets. */
  Round run(int wallets, int seconds) {
    Path logs = folder.resolve("log");
    try {
      Folders.delete(logs);
      Files.createDirectories(logs);
      String output = execute(wallets, seconds, logs);
      Matcher rate = RATE.matcher(output);
      if (!rate.find()) {
        throw new BenchmarkException("pgbench told no rate: " + output);
      }
      Histogram nanos = latencies(logs);
      double perSecond = Double.parseDouble(rate.group(1));
      return Round.of(nanos, 0, Math.round(nanos.getTotalCount() / perSecond * 1e9));
    } catch (IOException e) {
      throw new BenchmarkException("cannot run pgbench: " + e.getMessage());
    }
  }

  private String execute(int wallets, int seconds, Path logs) throws IOException {
    URI address = URI.create(database.url().replaceFirst("^jdbc:", ""));
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.toString(), "-n", "-M", "prepared"));
    command.addAll(List.of("-c", Integer.toString(CLIENTS), "-j", Integer.toString(THREADS)));
    command.addAll(List.of("-T", Integer.toString(seconds), "-D", "wallets=" + wallets));
    command.addAll(List.of("-f", folder.resolve(SCRIPT).toString()));
    command.addAll(List.of("-l", "--log-prefix", logs.resolve("pgbench").toString()));
    command.addAll(List.of("-h", address.getHost(), "-p", Integer.toString(address.getPort())));
    command.addAll(List.of("-U", database.username(), address.getPath().substring(1)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", database.password());
    builder.environment().put("PGOPTIONS", "-c search_path=%s,public".formatted(SCHEMA));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new BenchmarkException("pgbench failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted");
    }
    return output;
  }

  /** The third column of each transaction's line is its latency in microseconds. */
  private static Histogram latencies(Path logs) throws IOException {
    Histogram nanos = new Histogram(TimeUnit.MICROSECONDS.toNanos(MAX_MICROS), 3);
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines
              .map(Pgbench::micros)
              .flatMap(Optional::stream)
              .forEach(
                  micros ->
                      nanos.recordValue(
                          TimeUnit.MICROSECONDS.toNanos(Math.min(micros, MAX_MICROS))));
        }
      }
    }
    return nanos;
  }

  private static Optional<Long> micros(String line) {
    String[] columns = line.split(" ", -1);
    return columns.length < 3 || columns[2].equals("failed")
        ? Optional.empty()
        : Optional.of(Long.parseLong(columns[2]));
  }
}
