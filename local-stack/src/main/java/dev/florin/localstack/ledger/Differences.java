package dev.florin.localstack.ledger;

import dev.florin.localstack.ledger.Difference.Kind;
import java.util.ArrayList;
import java.util.List;

/** Collects differences; keeps the first ones and counts all. */
final class Differences {
  private static final int KEPT = 100;

  private final List<Difference> kept = new ArrayList<>();
  private long count;

  void add(Kind kind, String subject, String detail) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(new Difference(kind, subject, detail));
    }
  }

  long count() {
    return count;
  }

  List<Difference> kept() {
    return List.copyOf(kept);
  }
}
