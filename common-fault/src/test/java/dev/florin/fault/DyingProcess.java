package dev.florin.fault;

/** A process that passes two points and tells how far it came. */
final class DyingProcess {

  private DyingProcess() {}

  public static void main(String[] arguments) {
    FaultPoint.RISK_KEEP_BEFORE_COMMIT.reach();
    System.out.println("first");
    FaultPoint.RISK_KEEP_AFTER_COMMIT.reach();
    System.out.println("second");
  }
}
