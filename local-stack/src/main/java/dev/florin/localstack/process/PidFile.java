package dev.florin.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a child process wrote its id. The child writes it itself before it becomes the program, so
 * that a launcher killed at any moment leaves no process that the next one cannot find. An id alone
 * proves nothing, since ids are used again: the process must carry the marker as well.
 */
public final class PidFile {
  /**
   * {@code $0} is the file, {@code $1} the fingerprint, {@code $2} the niceness, the rest the
   * command. Linux shares processors out among sessions first, which have a niceness of their own;
   * that of a process counts within its session, and on other systems. Setting a session's is
   * allowed ten times a second on the whole machine.
   */
  static final String WRITE_AND_BECOME =
      """
      umask 077
      printf '%s %s\\n' "$$" "$1" >"$0.new" && mv "$0.new" "$0" || exit 1
      if [ "$2" -gt 0 ] && [ -w /proc/self/autogroup ]; then
        tries=0
        until echo "$2" >/proc/self/autogroup 2>/dev/null || [ "$tries" -eq 30 ]; do
          tries=$((tries + 1))
          sleep 0.1
        done
      fi
      niceness=$2
      shift 2
      exec nice -n "$niceness" "$@"
      """;

  private final Path file;

  public PidFile(Path file) {
    this.file = file;
  }

  /** The running process of this file, provided that it carries the marker. */
  public Optional<Running> find(String marker) {
    try {
      String line = Files.readString(file).strip();
      int space = line.indexOf(' ');
      if (space < 0) {
        return Optional.empty();
      }
      long pid = Long.parseLong(line.substring(0, space));
      return ProcessTable.arguments(pid).contains(marker)
          ? Optional.of(new Running(pid, line.substring(space + 1)))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return file;
  }
}
