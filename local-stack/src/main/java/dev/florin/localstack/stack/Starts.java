package dev.florin.localstack.stack;

import dev.florin.localstack.process.ChildProcess;
import dev.florin.localstack.process.Launch;
import dev.florin.localstack.process.Running;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Starts processes until it is ended: what was started before has its pid file by then. */
final class Starts {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean ended;

  /**
   * Starts the process.
   *
   * @throws IllegalStateException if starts have ended
   */
  Running start(ChildProcess process, Launch launch) {
    lock.readLock().lock();
    try {
      if (ended) {
        throw new IllegalStateException("the stack is being stopped");
      }
      return process.start(launch);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Returns when no start is under way. */
  void end() {
    lock.writeLock().lock();
    try {
      ended = true;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
