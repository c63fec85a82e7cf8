package dev.florin.system;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Payments at a steady rate, whatever becomes of the ones before, until it is closed. A seed
 * decides who pays what; it is printed, and taken from {@code -Dflorin.test.seed}.
 */
final class Load implements AutoCloseable {

  private static final int FIRST_USER = 301;
  private static final int USERS = 40;

  /** One in five is declined by the channel. */
  private static final String[] TOKENS = {"", "", "", "", "tok_4000000000000002"};

  private final PaymentApi api;
  private final History history;
  private final SplittableRandom random;
  private final int perSecond;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Future<?> sender;
  private volatile boolean over;

  private Load(PaymentApi api, History history, long seed, int perSecond) {
    this.api = api;
    this.history = history;
    this.random = new SplittableRandom(seed);
    this.perSecond = perSecond;
    this.sender = threads.submit(this::send);
  }

  static Load start(PaymentApi api, History history, int perSecond) {
    long seed = Long.getLong("florin.test.seed", System.nanoTime());
    System.out.println("load of -Dflorin.test.seed=" + seed);
    return new Load(api, history, seed, perSecond);
  }

  private @Nullable Void send() throws ExecutionException, InterruptedException {
    List<Future<?>> answers = new ArrayList<>();
    long next = System.nanoTime();
    while (!over) {
      String user = "USER_" + (FIRST_USER + random.nextInt(USERS));
      long cents = random.nextLong(100, 5_000);
      String token = TOKENS[random.nextInt(TOKENS.length)];
      answers.add(
          threads.submit(() -> history.pay(api, user, cents, token.isEmpty() ? null : token)));
      next += 1_000_000_000L / perSecond;
      LockSupport.parkNanos(next - System.nanoTime());
    }
    for (Future<?> answer : answers) {
      answer.get();
    }
    return null;
  }

  /** Sends no more, and returns when everything that was sent is answered. */
  @Override
  public void close() {
    over = true;
    try {
      sender.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      threads.close();
    }
  }
}
