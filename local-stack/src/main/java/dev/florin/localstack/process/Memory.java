package dev.florin.localstack.process;

/**
 * Memory in kilobytes.
 *
 * @param resident all that is in memory
 * @param proportional the same with shared pages divided among those who share them
 */
public record Memory(long resident, long proportional) {
  static final Memory NONE = new Memory(0, 0);

  Memory plus(Memory other) {
    return new Memory(resident + other.resident, proportional + other.proportional);
  }
}
