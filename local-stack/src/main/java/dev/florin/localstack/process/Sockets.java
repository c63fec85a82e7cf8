package dev.florin.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Finds who holds a socket, by way of {@code /proc/net/tcp} and the processes' open files. */
final class Sockets {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private Sockets() {}

  static OptionalLong inodeListeningOn(int port) {
    return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
        .map(Path::of)
        .flatMap(table -> lines(table).stream())
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > INODE && columns[STATE].equals(LISTENING))
        .filter(columns -> columns[LOCAL_ADDRESS].endsWith(":%04X".formatted(port)))
        .mapToLong(columns -> Long.parseLong(columns[INODE]))
        .findFirst();
  }

  static OptionalLong holder(long inode) {
    String target = "socket:[" + inode + "]";
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> hasOpen(pid, target))
        .findFirst();
  }

  private static boolean hasOpen(long pid, String target) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.anyMatch(file -> isLinkTo(file, target));
    } catch (IOException | UncheckedIOException e) {
      return false; // gone, or another user's
    }
  }

  private static boolean isLinkTo(Path file, String target) {
    try {
      return Files.readSymbolicLink(file).toString().equals(target);
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      return List.of();
    }
  }
}
