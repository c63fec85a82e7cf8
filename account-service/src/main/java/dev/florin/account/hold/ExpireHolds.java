package dev.florin.account.hold;

import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Hold;
import dev.florin.account.ledger.Outcome;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Frees the holds whose time has passed. Any number of instances may sweep at once: the ledger
 * frees each hold once, and a hold that is posted in the same moment stays posted.
 */
@Component
public class ExpireHolds implements SchedulingConfigurer {

  private static final Logger log = LoggerFactory.getLogger(ExpireHolds.class);

  private final Holds due;
  private final ObservedHolds holds;
  private final HoldProperties properties;

  ExpireHolds(Holds due, ObservedHolds holds, HoldProperties properties) {
    this.due = due;
    this.holds = holds;
    this.properties = properties;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(this::expireDue, properties.sweepInterval());
  }

  /**
   * Frees all holds that are due now, page by page. One that cannot be freed is left for the next
   * sweep and holds up no other.
   *
   * @return how many this call freed
   */
  public int expireDue() {
    AtomicInteger freed = new AtomicInteger();
    List<Holds.Due> page = due.dueAfter(Holds.Due.FIRST, properties.sweepPage());
    while (!page.isEmpty()) {
      // At once, so that the ledger writes them in few statements.
      try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
        page.forEach(hold -> workers.execute(() -> expire(hold.id(), freed)));
      }
      page = due.dueAfter(page.getLast(), properties.sweepPage());
    }
    return freed.get();
  }

  private void expire(String holdId, AtomicInteger freed) {
    try {
      Outcome outcome =
          holds.execute(
              HoldObservation.EXPIRE, holdId, new Command.ReleaseHold(holdId, /* expiry= */ true));
      if (outcome instanceof Outcome.Held(Hold hold, boolean replayed)
          && hold.status() == Hold.Status.EXPIRED
          && !replayed) {
        freed.incrementAndGet();
      }
    } catch (RuntimeException e) {
      log.error("hold {} could not be freed; the next sweep tries again", holdId, e);
    }
  }
}
