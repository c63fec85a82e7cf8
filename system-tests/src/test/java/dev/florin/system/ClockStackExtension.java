package dev.florin.system;

/** Hands tests a stack in which clocks differ, and payments live on for longer than one request. */
final class ClockStackExtension extends StackExtension {

  ClockStackExtension() {
    super("clocks");
  }
}
