package dev.florin.system;

/** A stack of its own: what the fuzzer leaves behind is nobody else's to find. */
final class FuzzStackExtension extends StackExtension {

  FuzzStackExtension() {
    super("fuzz");
  }
}
