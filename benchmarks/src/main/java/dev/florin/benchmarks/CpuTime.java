package dev.florin.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How much processor time processes, each with all that descend from it, have used so far. */
public record CpuTime(Map<String, Duration> used) {

  /** Columns of a process's {@code stat} file behind its name. */
  private static final int CHILDREN_USER = 13;

  private static final int CHILDREN_SYSTEM = 14;

  /** Linux tells processes a hundred ticks per second, whatever its own clock does. */
  private static final long MILLIS_PER_TICK = 10;

  /** Reads the clocks of the processes. */
  public static CpuTime of(Map<String, Long> pids) {
    Map<String, Duration> used = new LinkedHashMap<>();
    pids.forEach((name, pid) -> used.put(name, ofTree(pid)));
    return new CpuTime(used);
  }

  /** What was used since an earlier reading. */
  public CpuTime since(CpuTime earlier) {
    Map<String, Duration> spent = new LinkedHashMap<>();
    used.forEach(
        (name, now) -> spent.put(name, now.minus(earlier.used.getOrDefault(name, Duration.ZERO))));
    return new CpuTime(spent);
  }

  private static Duration ofTree(long pid) {
    return ProcessHandle.of(pid)
        .map(root -> Stream.concat(Stream.of(root), root.descendants()))
        .orElseGet(Stream::empty)
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(ofEndedChildren(pid), Duration::plus);
  }

  /** Of the children that the process has collected; zero where the system does not tell. */
  private static Duration ofEndedChildren(long pid) {
    try {
      String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The second column, a name in parentheses, may hold blanks.
      String[] columns = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      long ticks =
          Long.parseLong(columns[CHILDREN_USER]) + Long.parseLong(columns[CHILDREN_SYSTEM]);
      return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    } catch (IOException e) {
      return Duration.ZERO;
    }
  }
}
