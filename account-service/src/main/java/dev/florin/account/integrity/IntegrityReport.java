package dev.florin.account.integrity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the last look at the ledger showed.
 *
 * @param holds whether no breach is known
 * @param checkedAt by the database's clock
 * @param checkedPosition up to which position of the ledger every new transfer was checked
 * @param sweptAt when every row, however old, had been checked again; null if that is still to come
 */
public record IntegrityReport(
    boolean holds,
    Instant checkedAt,
    long checkedPosition,
    @Nullable Instant sweptAt,
    List<Finding> invariants) {

  /** How many breaches are named at most. */
  static final int MAX_NAMED = 10;

  /** What is known of one invariant. */
  public Finding finding(Invariant invariant) {
    return invariants.stream()
        .filter(finding -> finding.invariant() == invariant)
        .findFirst()
        .orElseThrow();
  }

  /**
   * One invariant.
   *
   * @param known how many breaches are known; there may be more
   * @param breaches the first of them
   */
  public record Finding(Invariant invariant, int known, List<Breach> breaches) {

    /** Whether no breach is known. */
    public boolean holds() {
      return known == 0;
    }
  }
}
