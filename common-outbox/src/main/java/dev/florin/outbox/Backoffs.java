package dev.florin.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which partitions rest after a failure, and which events have been tried before. Kept in memory: a
 * relay that takes over starts afresh.
 */
final class Backoffs {

  private final Duration first;
  private final Duration longest;
  private final Map<Integer, Rest> resting = new HashMap<>();
  private final Set<UUID> tried = new HashSet<>();

  Backoffs(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  boolean isResting(int partition) {
    Rest rest = resting.get(partition);
    return rest != null && System.nanoTime() - rest.untilNanos() < 0;
  }

  /** Whether this event's first publication has already failed. */
  boolean isRetry(OutboxRow row) {
    return tried.contains(row.eventId());
  }

  /** Takes note of a failed send; returns how long the partition rests. */
  Duration failed(OutboxRow row) {
    tried.add(row.eventId());
    Rest before = resting.get(row.partition());
    Duration pause = before == null ? first : before.pause().multipliedBy(2);
    if (pause.compareTo(longest) > 0) {
      pause = longest;
    }
    resting.put(row.partition(), new Rest(pause, System.nanoTime() + pause.toNanos()));
    return pause;
  }

  void succeeded(OutboxRow row) {
    tried.remove(row.eventId());
    resting.remove(row.partition());
  }

  private record Rest(Duration pause, long untilNanos) {}
}
