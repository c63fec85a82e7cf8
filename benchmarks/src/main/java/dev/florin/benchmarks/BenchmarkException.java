package dev.florin.benchmarks;

/** A benchmark that could not be run; the message says why and what to do. */
public final class BenchmarkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says why, and what to do. */
  public BenchmarkException(String message) {
    super(message);
  }
}
