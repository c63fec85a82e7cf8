package dev.florin.account.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.ledger.LedgerCheck;
import dev.florin.localstack.ledger.LedgerReport;
import dev.florin.localstack.ledger.SealKeys;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seals a million postings and verifies them in a process of 64 MB; prints how long both took. */
@Tag("faults")
class MillionPostingsIT {

  private static final int TRANSFERS = 500_000;

  private final SealedLedger ledger = new SealedLedger();

  @Test
  void aLargeLedgerIsVerifiedInConstantMemory() throws Exception {
    ledger.tamper(
        """
        INSERT INTO account (id, kind, merchant_id, user_id, code, stripe, currency, posted, version)
        SELECT md5('w' || n)::uuid, 'wallet', 'demo', 'U' || n, NULL, NULL, 'EUR', 50000, 500
        FROM generate_series(0, 999) n
        UNION ALL
        SELECT md5('s' || n)::uuid, 'system', NULL, NULL, 'in_transit', n, 'EUR', -3125000, 31250
        FROM generate_series(0, 15) n
        """,
        """
        INSERT INTO transfer (id, kind, legs, merchant_id, fingerprint, trace_id)
        SELECT md5('t' || n)::uuid || ':deduct', 'deduction', 2, 'demo', sha256(n::text::bytea),
               md5('trace' || n)
        FROM generate_series(1, %d) n
        """
            .formatted(TRANSFERS),
        """
        INSERT INTO posting (account_id, account_version, transfer_id, leg, direction, amount,
                             currency, balance_after)
        SELECT CASE leg WHEN 1 THEN md5('s' || n %% 16) ELSE md5('w' || n %% 1000) END::uuid,
               CASE leg WHEN 1 THEN (n - 1) / 16 + 1 ELSE (n - 1) / 1000 + 1 END,
               md5('t' || n)::uuid || ':deduct', leg,
               CASE leg WHEN 1 THEN 'debit' ELSE 'credit' END, 100, 'EUR',
               CASE leg WHEN 1 THEN -100 * ((n - 1) / 16 + 1) ELSE 100 * ((n - 1) / 1000 + 1) END
        FROM generate_series(1, %d) n, generate_series(1, 2) leg
        """
            .formatted(TRANSFERS),
        "ANALYZE");

    long begin = System.nanoTime();
    assertThat(ledger.sealer(4096).seal()).isEqualTo(TRANSFERS);
    System.out.printf("sealed %,d transfers in %,d ms%n", TRANSFERS, millisSince(begin));

    begin = System.nanoTime();
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Verification.class.getName(),
                ledger.address(),
                SealKeys.pem(SealKeys.publicKeyOf(SealedLedger.KEY)))
            .redirectErrorStream(true)
            .start();
    child.inputReader().lines().forEach(System.out::println);
    assertThat(child.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(child.exitValue()).isZero();
    System.out.printf(
        "verified %,d postings in %,d ms with 64 MB%n", 2 * TRANSFERS, millisSince(begin));
  }

  private static long millisSince(long begin) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** The program of the small process. */
  static final class Verification {

    private Verification() {}

    public static void main(String... arguments) throws SQLException {
      LedgerReport report =
          new LedgerCheck(
                  List.of(SealKeys.publicKey(arguments[1])),
                  List.of(),
                  List.of(),
                  System.out::println)
              .run(arguments[0]);
      System.out.println(report);
      System.out.println("CPU " + ProcessHandle.current().info().totalCpuDuration().orElseThrow());
      boolean complete = report.isIntact() && report.postings() == 2L * TRANSFERS;
      System.exit(complete ? 0 : 1);
    }
  }
}
