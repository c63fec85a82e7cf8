package dev.florin.benchmarks.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.florin.benchmarks.BenchmarkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fills an empty ledger, by the scripts beside this class. */
final class LedgerData {

  /** Names and numbers that the scripts have as well. */
  static final String MERCHANT = "bench";

  static final String USER_PREFIX = "USER_";
  static final String CURRENCY = "USD";
  static final long AMOUNT_MINOR_UNITS = 100;

  private LedgerData() {}

  /** Connects as an administrator, who may pass the triggers by. */
  @FunctionalInterface
  interface Administrator {
    Connection connect() throws SQLException;
  }

  /**
   * Opens and funds wallets.
   *
   * @param deductions posted already, dealt out over all wallets
   */
  static void fill(Administrator administrator, int wallets, long deductions) {
    run(administrator, script("ledger.sql", wallets, deductions));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> transfers =
          threads.submit(
              () -> run(administrator, script("history-transfers.sql", wallets, deductions)));
      run(administrator, script("history-postings.sql", wallets, deductions));
      transfers.get();
    } catch (ExecutionException e) {
      throw new BenchmarkException("cannot fill the ledger: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted");
    }
    run(
        administrator,
        "DROP TABLE bench_wallet, bench_stripe, bench_history",
        "VACUUM ANALYZE",
        "CHECKPOINT");
  }

  private static void run(Administrator administrator, String... commands) {
    try (Connection connection = administrator.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      for (String command : commands) {
        statement.execute(command);
      }
    } catch (SQLException e) {
      throw new BenchmarkException("cannot fill the ledger: " + e.getMessage());
    }
  }

  private static String script(String name, int wallets, long deductions) {
    try (InputStream script = LedgerData.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8)
          .replace(":wallets", wallets + "::bigint")
          .replace(":deductions", deductions + "::bigint");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
