package dev.florin.system;

/** Hands tests a stack whose parts they may end and freeze. They leave it whole. */
final class FaultStackExtension extends StackExtension {

  FaultStackExtension() {
    super("faults");
  }
}
