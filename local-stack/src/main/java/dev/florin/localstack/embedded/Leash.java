package dev.florin.localstack.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * A server that never outlives this JVM, however the JVM ends: a watchdog beside it holds the other
 * end of a pipe, and when the pipe breaks it ends the server and deletes the server's folder.
 */
final class Leash {
  /**
   * $1 is the folder, the rest the command. The watchdog is orphaned on purpose, so that the server
   * has no child that it does not know; it makes sure that the process id is still the server's.
   */
  private static final String SCRIPT =
      """
      folder=$1; shift; exec 3<&0 </dev/null
      ( (
        cat <&3 >/dev/null
        if tr '\\0' ' ' <"/proc/$$/cmdline" | grep -qF "$folder"; then kill -QUIT $$; fi
        tries=50
        while [ -s "/proc/$$/cmdline" ] && [ $tries -gt 0 ]; do sleep 0.1; tries=$((tries - 1)); done
        rm -rf -- "$folder"
      ) >/dev/null 2>&1 & )
      exec 3<&- "$@"
      """;

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final int POLL_MILLIS = 20;

  private final Process process;
  private final Path log;

  private Leash(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the command, whose command line must name the folder. */
  static Leash start(Path folder, List<String> command) throws IOException {
    Path log = folder.resolve("server.log");
    List<String> line = new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, "florin-leash"));
    line.add(folder.toString());
    line.addAll(command);
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Leash(process, log);
  }

  /** Waits until the server answers; false when it ended instead. */
  boolean awaitReady(LongPredicate ready) {
    Instant limit = Instant.now().plus(START_LIMIT);
    while (!ready.test(process.pid())) {
      if (Instant.now().isAfter(limit) || endsWithin(POLL_MILLIS)) {
        return false;
      }
    }
    return true;
  }

  /** What the server said, for an error message. */
  String output() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  private boolean endsWithin(int millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for a server", e);
    }
  }
}
