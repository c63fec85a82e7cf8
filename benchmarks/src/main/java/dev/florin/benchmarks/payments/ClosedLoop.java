package dev.florin.benchmarks.payments;

import dev.florin.benchmarks.BenchmarkException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Payments by as many clients as are named, each of which sends the next when one is answered. */
public final class ClosedLoop {

  private static final int USERS = 1_000;

  /** Whoever is refused and asks again at once takes the machine from those who are not. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final OpenLoop.Request request;
  private final int clients;
  private final AtomicLong number = new AtomicLong();

  /** Clients of that gateway, with that merchant's token. */
  public ClosedLoop(URI gateway, String token, int clients) {
    this.request = new PaymentRequests(gateway, token, USERS);
    this.clients = clients;
  }

  /** Pays for that long; a stack that has just started may refuse some. */
  public void warmUp(Duration time) {
    pay(time);
  }

  /**
   * Pays for that long.
   *
   * @return payments made
   * @throws BenchmarkException if one was not made: the figure would count something else
   */
  public long run(Duration time) {
    Paid paid = pay(time);
    if (paid.refused() > 0) {
      throw new BenchmarkException(
          "%d of %d payments were not made, the last one with %s"
              .formatted(paid.refused(), paid.refused() + paid.made(), paid.why()));
    }
    return paid.made();
  }

  private record Paid(long made, long refused, String why) {}

  private Paid pay(Duration time) {
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
                  LockSupport.parkNanos(PAUSE.toNanos());
                }
              }
            });
      }
    }
    return new Paid(made.sum(), refused.sum(), why.get());
  }
}
