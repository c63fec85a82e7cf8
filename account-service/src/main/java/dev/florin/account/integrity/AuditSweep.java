package dev.florin.account.integrity;

import dev.florin.account.audit.AuditTrail;
import dev.florin.account.audit.AuditTrail.Break;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recomputes the audit's chain a part at a time, and begins again at its end. */
final class AuditSweep {

  private final AuditTrail audit;
  private long after;
  private Set<Breach> lastRound = new LinkedHashSet<>();
  private Set<Breach> thisRound = new LinkedHashSet<>();
  private @Nullable Breach end;

  AuditSweep(AuditTrail audit) {
    this.audit = audit;
  }

  void step(int rows) {
    end = breach(audit.verifyEnd());
    long last = audit.last();
    Breach found = last == 0 ? null : breach(audit.verify(after, rows));
    if (found != null) {
      thisRound.add(found);
    }
    after += rows;
    if (after >= last) {
      after = 0;
      lastRound = thisRound;
      thisRound = new LinkedHashSet<>();
    }
  }

  Set<Breach> breaches() {
    Set<Breach> known = new LinkedHashSet<>(lastRound);
    known.addAll(thisRound);
    if (end != null) {
      known.add(end);
    }
    return known;
  }

  private static @Nullable Breach breach(@Nullable Break found) {
    return found == null
        ? null
        : new Breach(Invariant.A1, Long.toString(found.number()), "the record " + found.problem());
  }
}
