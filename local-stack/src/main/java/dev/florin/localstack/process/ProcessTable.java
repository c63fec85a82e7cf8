package dev.florin.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux tells of running processes. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** For microseconds, while a process becomes another program, it has no arguments or half. */
  private static final Duration BECOMING_LIMIT = Duration.ofSeconds(1);

  private ProcessTable() {}

  /** The arguments of a process; empty when it is gone, a zombie, or not ours to read. */
  public static List<String> arguments(long pid) {
    long end = System.nanoTime() + BECOMING_LIMIT.toNanos();
    String line = commandLine(pid);
    String before;
    do {
      before = line;
      line = commandLine(pid);
    } while ((line.isEmpty() || !line.equals(before)) && isAlive(pid) && System.nanoTime() < end);
    return line.isEmpty() ? List.of() : List.of(line.split("\0", -1));
  }

  private static String commandLine(long pid) {
    return read(pid, "cmdline");
  }

  private static boolean isAlive(long pid) {
    String stat = read(pid, "stat");
    int state = stat.lastIndexOf(") ") + 2;
    return !stat.isEmpty() && "ZX".indexOf(stat.charAt(state)) < 0;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(
          PROC.resolve(Long.toString(pid)).resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // gone meanwhile, or not ours to read
    }
  }

  /** The memory of a process and its children. */
  public static Memory memory(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(process -> memoryOf(process.pid()))
        .reduce(Memory.NONE, Memory::plus);
  }

  private static Memory memoryOf(long pid) {
    try {
      List<String> lines =
          Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("smaps_rollup"));
      return new Memory(kilobytes(lines, "Rss:"), kilobytes(lines, "Pss:"));
    } catch (IOException e) {
      return Memory.NONE; // gone meanwhile
    }
  }

  private static long kilobytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** The process that listens on a TCP port, when this user may know it. */
  public static OptionalLong listenerOn(int port) {
    return Sockets.inodeListeningOn(port).stream()
        .mapToObj(Sockets::holder)
        .flatMapToLong(OptionalLong::stream)
        .findFirst();
  }
}
