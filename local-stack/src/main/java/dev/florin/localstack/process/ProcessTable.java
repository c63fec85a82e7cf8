package dev.florin.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** What Linux tells of running processes. */
public final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** For microseconds, while a process becomes another program, it has no arguments or half. */
  private static final Duration BECOMING_LIMIT = Duration.ofSeconds(1);

  private static final Duration PAUSE = Duration.ofMillis(1);

  /** {@code PF_KTHREAD} among the flags of {@code /proc/PID/stat}. */
  private static final long KERNEL_THREAD = 0x20_0000;

  /** Behind the name, which may hold anything: state, ppid, pgrp, session, tty, tpgid, flags. */
  private static final int FLAGS = 6;

  private ProcessTable() {}

  /** The arguments of a process; empty when it is gone, a zombie, or not ours to read. */
  public static List<String> arguments(long pid) {
    AtomicReference<String> line = new AtomicReference<>("");
    boolean _ =
        Waiting.until(
            BECOMING_LIMIT,
            PAUSE,
            () -> {
              String before = read(pid, "cmdline");
              line.set(read(pid, "cmdline"));
              boolean whole = !before.isEmpty() && before.equals(line.get());
              return whole || !isProgram(read(pid, "stat"));
            });
    return line.get().isEmpty() ? List.of() : List.of(line.get().split("\0", -1));
  }

  /** Whether a line of {@code /proc/PID/stat} is that of a living process with arguments. */
  static boolean isProgram(String stat) {
    if (stat.isEmpty()) {
      return false;
    }
    String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", FLAGS + 2);
    return !"ZX".contains(fields[0]) && (Long.parseLong(fields[FLAGS]) & KERNEL_THREAD) == 0;
  }

  /** Arguments may be any bytes. */
  private static String read(long pid, String file) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
      return new String(bytes, StandardCharsets.UTF_8);
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
