package dev.florin.benchmarks;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How much processor time processes, each with all that descend from it, have used so far. */
public record CpuTime(Map<String, Duration> used) {

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
        .reduce(Duration.ZERO, Duration::plus);
  }
}
