package dev.florin.account;

import dev.florin.account.integrity.Breach;
import dev.florin.account.integrity.IntegrityChecker;
import dev.florin.account.integrity.Invariant;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks the database for every breach of the ledger's invariants. */
public final class LedgerIntegrity {

  /** Tests freeze and adjust past the audit. */
  private static final Set<Invariant> OF_THE_LEDGER =
      EnumSet.complementOf(EnumSet.of(Invariant.A1, Invariant.A2));

  private LedgerIntegrity() {}

  /** All breaches; an intact ledger has none. */
  public static List<Breach> breaches(JdbcTemplate jdbc) {
    return IntegrityChecker.breaches(JdbcClient.create(jdbc), Duration.ofHours(1)).stream()
        .filter(breach -> OF_THE_LEDGER.contains(breach.invariant()))
        .toList();
  }
}
