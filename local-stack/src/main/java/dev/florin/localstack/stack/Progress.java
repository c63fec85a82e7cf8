package dev.florin.localstack.stack;

/** Where a person reads how far it is. */
@FunctionalInterface
public interface Progress {
  void line(String text);
}
