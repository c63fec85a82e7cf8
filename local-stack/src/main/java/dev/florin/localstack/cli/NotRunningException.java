package dev.florin.localstack.cli;

/** The command needs a running stack, or a running part of it. */
final class NotRunningException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotRunningException(String message) {
    super(message);
  }
}
