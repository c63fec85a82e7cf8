package dev.florin.identity.user;

import dev.florin.web.deadline.Deadline;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how many hashes of passwords are computed at once, first come first served. One keeps a
 * processor for a quarter of a second, which tokens and keys need meanwhile.
 */
final class HashingTurns {

  private final Semaphore places;
  private final Duration longestWait;

  HashingTurns(int atOnce, Duration longestWait) {
    this.places = new Semaphore(atOnce, true);
    this.longestWait = longestWait;
  }

  /**
   * Computes it when there is a place.
   *
   * @throws ProblemException 429 if there is none in time. Not 503: the gateway would leave out the
   *     instance that answers it, and tokens with it
   */
  <T> T take(Supplier<T> hashing) {
    if (!awaitPlace()) {
      throw new ProblemException(
              CommonError.OVERLOADED, "too many passwords wait to be hashed; nothing was done")
          .retryAfter(longestWait);
    }
    try {
      return hashing.get();
    } finally {
      places.release();
    }
  }

  private boolean awaitPlace() {
    try {
      return places.tryAcquire(
          Deadline.in(longestWait).remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
