package dev.florin.account.integrity;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Goes through a table a part at a time and begins again at its end. A breach stays known until a
 * whole round has not met it any more.
 */
final class Sweep {

  private static final int MAX_KNOWN = 1_000;

  private final SweptTable table;
  private Place at;
  private Set<Breach> lastRound = new LinkedHashSet<>();
  private Set<Breach> thisRound = new LinkedHashSet<>();
  private @Nullable Instant roundEnded;

  Sweep(SweptTable table) {
    this.table = table;
    this.at = table.start();
  }

  /** Checks the next rows. */
  void step(JdbcClient jdbc, int rows, Instant now) {
    Place stop =
        jdbc.sql(table.next())
            .params(at.upTo(table.end()))
            .param("rows", rows)
            .query((row, _) -> new Place(row.getString(1), row.getLong(2)))
            .optional()
            .orElse(null);
    add(Check.runAll(table.checks(), jdbc, at.upTo(stop == null ? table.end() : stop)));
    if (stop == null) {
      lastRound = thisRound;
      thisRound = new LinkedHashSet<>();
      roundEnded = now;
    }
    at = stop == null ? table.start() : stop;
  }

  /** Takes on what was found in the table otherwise. */
  void add(Collection<Breach> breaches) {
    breaches.stream().limit(Math.max(0, MAX_KNOWN - thisRound.size())).forEach(thisRound::add);
  }

  Set<Breach> breaches() {
    Set<Breach> known = new LinkedHashSet<>(lastRound);
    known.addAll(thisRound);
    return known;
  }

  /** When the whole table had been gone through last; null if never. */
  @Nullable Instant roundEnded() {
    return roundEnded;
  }
}
