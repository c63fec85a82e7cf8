package dev.florin.localstack.stack;

import dev.florin.localstack.process.Launch;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** One process of the stack. */
public interface Part {
  String name();

  /** The port it serves on. */
  int port();

  /** Where it answers questions about its health, if that is another port. */
  default OptionalInt managementPort() {
    return OptionalInt.empty();
  }

  /** Every port it listens on. */
  List<Integer> ports();

  /** The parts that must be healthy before this one is started. */
  default List<String> needs() {
    return List.of();
  }

  /** Files it needs before it can be launched; repeating it changes nothing. */
  void prepare();

  Launch launch();

  boolean isHealthy(long pid);

  /** Why it is not healthy, as far as it tells itself. */
  default String complaint() {
    return "";
  }

  /** What is done once the process is healthy and before others use it; may be repeated. */
  default void furnish() {}

  /** Deletes the programs of former builds; called when this build's process is healthy. */
  default void forgetFormerBuilds() {}

  /** The signal by which it ends in good order. */
  default String stopSignal() {
    return "TERM";
  }

  default Duration stopLimit() {
    return Duration.ofSeconds(20);
  }
}
