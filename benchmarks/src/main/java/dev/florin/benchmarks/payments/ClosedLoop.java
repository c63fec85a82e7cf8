package dev.florin.benchmarks.payments;

import dev.florin.benchmarks.BenchmarkException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** Payments by as many clients as are named, each of which sends the next when one is answered. */
public final class ClosedLoop {

  private static final int USERS = 1_000;

  private final OpenLoop.Request request;
  private final int clients;
  private final AtomicLong number = new AtomicLong();

  /** Clients of that gateway, with that merchant's token. */
  public ClosedLoop(URI gateway, String token, int clients) {
    this.request = new PaymentRequests(gateway, token, USERS);
    this.clients = clients;
  }

  /**
   * Pays for that long.
   *
   * @return payments made
   * @throws BenchmarkException if one was not made: the figure would count something else
   */
  public long run(Duration time) {
    LongAdder made = new LongAdder();
    LongAdder refused = new LongAdder();
    AtomicReference<String> why = new AtomicReference<>("");
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < clients; client++) {
        threads.execute(
            () -> {
              while (System.nanoTime() < end) {
                String status = request.send(number.getAndIncrement());
                if (status.equals("201")) {
                  made.increment();
                } else {
                  refused.increment();
                  why.set(status);
                }
              }
            });
      }
    }
    if (refused.sum() > 0) {
      throw new BenchmarkException(
          "%d of %d payments were not made, the last one with %s"
              .formatted(refused.sum(), refused.sum() + made.sum(), why.get()));
    }
    return made.sum();
  }
}
