package dev.florin.outbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * A thread that repeats one kind of work and ends it properly. It starts before and stops after web
 * server and listeners, so that what their last requests commit is still seen.
 */
final class BackgroundLoop implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);

  private final String name;
  private final Work work;
  private final CommitSignal signal;
  private final Duration pause;
  private final Duration shutdownTimeout;
  private volatile boolean running;
  private @Nullable Thread thread;

  /**
   * @param signal ends a pause early
   * @param pause between passes that found nothing to do
   * @param shutdownTimeout how long a stop waits for the pass that is under way
   */
  BackgroundLoop(
      String name, Work work, CommitSignal signal, Duration pause, Duration shutdownTimeout) {
    this.name = name;
    this.work = work;
    this.signal = signal;
    this.pause = pause;
    this.shutdownTimeout = shutdownTimeout;
  }

  @Override
  public synchronized void start() {
    if (!running) {
      running = true;
      thread = Thread.ofPlatform().name(name).daemon().start(this::loop);
    }
  }

  @Override
  public synchronized void stop() {
    Thread stopping = thread;
    if (!running || stopping == null) {
      return;
    }
    running = false;
    signal.raise();
    try {
      if (!stopping.join(shutdownTimeout)) {
        log.warn("{} did not finish within {} and is interrupted", name, shutdownTimeout);
        stopping.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return 0;
  }

  private void loop() {
    try {
      while (running) {
        if (!tryPass()) {
          signal.await(pause);
        }
      }
      work.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("{} did not end properly: {}", name, e.toString());
    }
  }

  private boolean tryPass() {
    try {
      return work.pass();
    } catch (RuntimeException e) {
      log.warn("{} failed, it goes on in {}: {}", name, pause, e.toString());
      log.debug("{} failed", name, e);
      return false;
    }
  }

  /** What the loop repeats. */
  interface Work {

    /** Does one pass; true if the next one is to follow at once. */
    boolean pass();

    /** Does a last pass and gives back what is owned. */
    void finish();
  }
}
