package dev.florin.account.transfer;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/**
 * Takes up transfers whose worker died and transfers whose next try is due. Any number of instances
 * may do so at once: each transfer is leased to one of them.
 */
@Component
class ResumeTransfers implements SchedulingConfigurer {

  private static final Logger log = LoggerFactory.getLogger(ResumeTransfers.class);

  /** Only what has a worker is taken up, so that none outlives its lease while it waits for one. */
  private static final int WORKERS = 10;

  private final OpenTransfers open;
  private final TransferMoney transfers;
  private final Conclusions conclusions;
  private final ResumptionTrace trace;
  private final TransferProperties properties;

  ResumeTransfers(
      OpenTransfers open,
      TransferMoney transfers,
      Conclusions conclusions,
      ResumptionTrace trace,
      TransferProperties properties) {
    this.open = open;
    this.transfers = transfers;
    this.conclusions = conclusions;
    this.trace = trace;
    this.properties = properties;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(this::resumeDue, properties.resumeInterval());
  }

  /** Works through all that is due; a worker that is done takes the next one. */
  void resumeDue() {
    Semaphore idle = new Semaphore(WORKERS);
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      int wanted;
      List<UserTransfer> due;
      do {
        idle.acquireUninterruptibly();
        wanted = 1 + idle.drainPermits();
        due = open.takeUpDue(wanted);
        due.forEach(transfer -> workers.execute(() -> resume(transfer, idle)));
      } while (due.size() == wanted);
    }
  }

  private void resume(UserTransfer transfer, Semaphore idle) {
    try {
      trace.around(transfer, () -> conclusions.conclude(transfers.runSaga(transfer)));
    } catch (StaleTransferException overtaken) {
      log.info("transfer {} was taken up by another worker", transfer.id());
    } catch (RuntimeException e) {
      log.error("transfer {} could not be resumed; its lease will pass", transfer.id(), e);
    } finally {
      idle.release();
    }
  }
}
