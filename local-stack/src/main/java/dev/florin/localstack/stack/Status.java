package dev.florin.localstack.stack;

import dev.florin.localstack.process.Memory;
import dev.florin.localstack.process.ProcessTable;
import dev.florin.localstack.process.Running;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How every part is, at one moment. */
public record Status(List<PartStatus> parts) {
  private static final int KILOBYTES_PER_MEGABYTE = 1024;

  /**
   * How one part is.
   *
   * @param rssMb resident memory of the part's processes, shared pages counted for each
   * @param pssMb the same with shared pages divided among those who share them
   */
  public record PartStatus(
      String name,
      @Nullable Long pid,
      int port,
      @Nullable Integer managementPort,
      boolean up,
      long rssMb,
      long pssMb) {}

  /** Asks all parts at the same time. */
  public static Status of(Stack stack) {
    return new Status(
        stack.parts().parallelStream()
            .map(part -> of(part, stack.process(part).running()))
            .toList());
  }

  /** Whether any part runs, healthy or not. */
  public static boolean isAnyRunning(Stack stack) {
    return stack.parts().stream().anyMatch(part -> stack.process(part).running().isPresent());
  }

  public boolean isRunning() {
    return parts.stream().anyMatch(part -> part.pid() != null);
  }

  public boolean isHealthy() {
    return parts.stream().allMatch(PartStatus::up);
  }

  private static PartStatus of(Part part, Optional<Running> running) {
    Integer management =
        part.managementPort().isPresent() ? (Integer) part.managementPort().getAsInt() : null;
    if (running.isEmpty()) {
      return new PartStatus(part.name(), null, part.port(), management, false, 0, 0);
    }
    long pid = running.get().pid();
    Memory memory = ProcessTable.memory(pid);
    return new PartStatus(
        part.name(),
        pid,
        part.port(),
        management,
        part.isHealthy(pid),
        memory.resident() / KILOBYTES_PER_MEGABYTE,
        memory.proportional() / KILOBYTES_PER_MEGABYTE);
  }
}
