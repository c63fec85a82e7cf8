package dev.florin.payment.operation;

/** A write by a worker that no longer owns the operation: it has ended, or another took it up. */
public final class StaleOperationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StaleOperationException(Operation operation) {
    super("operation " + operation.id() + " was taken up by another worker", null, false, false);
  }
}
