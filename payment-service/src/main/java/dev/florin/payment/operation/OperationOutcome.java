package dev.florin.payment.operation;

/** How a run of an operation's steps ends. */
public sealed interface OperationOutcome {

  /** The operation, with all that the run learned. */
  Operation operation();

  /**
   * It was done.
   *
   * @param unheard whether the channel did not take part in it: what it authorised is given up here
   *     and may still stand there
   */
  record Succeeded(Operation operation, boolean unheard) implements OperationOutcome {}

  /** It was refused, and nothing is left of it: the operation's failure says why. */
  record Failed(Operation operation) implements OperationOutcome {}

  /** The end is not known; the steps are to be run again. */
  record Unresolved(Operation operation) implements OperationOutcome {}

  /** A piece of it was done, and the next one is to be done at once. */
  record Continued(Operation operation) implements OperationOutcome {}

  /**
   * The channel did it, and the ledger says that it will not follow: a person has to look.
   *
   * @param code the ledger's
   */
  record Refused(Operation operation, String code) implements OperationOutcome {}
}
