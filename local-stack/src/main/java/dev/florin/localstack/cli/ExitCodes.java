package dev.florin.localstack.cli;

/** What the exit code tells a script. */
final class ExitCodes {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_RUNNING = 3;
  static final int PORT_TAKEN = 4;
  static final int NOT_PAID = 5;
  static final int NOT_INTACT = 6;
  static final int NO_SUCH_PAYMENT = 7;
  static final int OPEN = 8;

  private ExitCodes() {}
}
