package dev.florin.localstack.stack;

import dev.florin.localstack.process.ChildProcess;
import dev.florin.localstack.process.Launch;
import dev.florin.localstack.process.Ports;
import dev.florin.localstack.process.Running;
import dev.florin.localstack.process.Waiting;
import java.time.Duration;
import java.util.Optional;

/** Brings one part up: what already runs well as it should is kept, anything else is replaced. */
final class PartStarter {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration ADOPTION_LIMIT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(100);

  /** How a part came to be up. */
  enum Outcome {
    ADOPTED,
    STARTED
  }

  private final Stack stack;

  PartStarter(Stack stack) {
    this.stack = stack;
  }

  /** Refuses before anything is started when a port of a part that is not running is taken. */
  void requirePorts(Part part) {
    if (stack.process(part).running().isEmpty()) {
      part.ports().forEach(port -> Ports.requireFree(port, part.name()));
    }
  }

  Outcome start(Part part) {
    ChildProcess process = stack.process(part);
    part.prepare();
    Launch launch = part.launch();
    if (adopt(part, process, launch)) {
      part.furnish();
      return Outcome.ADOPTED;
    }
    process.stop(part.stopSignal(), part.stopLimit());
    part.ports().forEach(port -> Ports.requireFree(port, part.name()));
    Running running = stack.starts().start(process, launch);
    awaitHealthy(part, process, running.pid());
    part.furnish();
    return Outcome.STARTED;
  }

  private static boolean adopt(Part part, ChildProcess process, Launch launch) {
    Optional<Running> running = process.running();
    return running.isPresent()
        && running.get().fingerprint().equals(launch.fingerprint())
        && Waiting.until(
            ADOPTION_LIMIT,
            POLL,
            () -> process.running().isEmpty() || part.isHealthy(running.get().pid()))
        && process.running().isPresent();
  }

  private static void awaitHealthy(Part part, ChildProcess process, long pid) {
    boolean decided =
        Waiting.until(START_LIMIT, POLL, () -> part.isHealthy(pid) || process.running().isEmpty());
    if (process.running().isEmpty()) {
      throw new PartFailedException(part.name(), "ended before it was healthy:", process.log());
    }
    if (!decided) {
      String complaint = part.complaint();
      process.stop(part.stopSignal(), part.stopLimit());
      throw new PartFailedException(
          part.name(),
          "is not healthy after %d s; %s".formatted(START_LIMIT.toSeconds(), complaint),
          process.log());
    }
  }
}
