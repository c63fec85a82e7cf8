package dev.florin.payment.resolution;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Works through all that is due; a worker that is done takes the next one. Only what has a worker
 * is taken up, so that none outlives its lease while it waits for one.
 */
final class DueWork {

  private static final int WORKERS = 10;

  private DueWork() {}

  /**
   * Works until nothing is due any more.
   *
   * @param takeUp leases up to so many
   * @param resume carries one on; never throws
   */
  static <T> void workThrough(IntFunction<List<T>> takeUp, Consumer<T> resume) {
    Semaphore idle = new Semaphore(WORKERS);
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      int wanted;
      List<T> due;
      do {
        idle.acquireUninterruptibly();
        wanted = 1 + idle.drainPermits();
        due = takeUp.apply(wanted);
        due.forEach(work -> workers.execute(() -> work(work, resume, idle)));
      } while (due.size() == wanted);
    }
  }

  private static <T> void work(T work, Consumer<T> resume, Semaphore idle) {
    try {
      resume.accept(work);
    } finally {
      idle.release();
    }
  }
}
