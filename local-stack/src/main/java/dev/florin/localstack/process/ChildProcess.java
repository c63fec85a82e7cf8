package dev.florin.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One long-lived child: started detached from the terminal, found by its file, stopped gently. */
public final class ChildProcess {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
  private static final Duration COLLECTION_LIMIT = Duration.ofSeconds(10);
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

  private final PidFile pidFile;
  private final Path log;
  private final String marker;

  public ChildProcess(Path pidFile, Path log, String marker) {
    this.pidFile = new PidFile(pidFile);
    this.log = log;
    this.marker = marker;
  }

  public Optional<Running> running() {
    return pidFile.find(marker);
  }

  /** Starts the process in a session of its own; its output begins a new log file. */
  public Running start(Launch launch) {
    try {
      pidFile.delete();
      keepOneOldLog();
      List<String> command =
          new ArrayList<>(List.of("setsid", "sh", "-c", PidFile.WRITE_AND_BECOME));
      command.add(pidFile.path().toString());
      command.add(launch.fingerprint());
      command.add(Integer.toString(launch.niceness()));
      command.addAll(launch.command());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(launch.folder().toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(launch.environment());
      return awaitWritten(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + launch, e);
    }
  }

  /** Asks the process to end by the named signal and insists after the limit. */
  public void stop(String signal, Duration limit) {
    Optional<Running> running = running();
    if (running.isEmpty()) {
      pidFile.delete();
      return;
    }
    long pid = running.get().pid();
    Signals.send(pid, signal);
    if (awaitGone(limit)) {
      awaitCollected(pid);
    } else {
      kill(pid);
    }
    pidFile.delete();
  }

  /** Ends the process at once, as a crash would. */
  public void kill() {
    running().ifPresent(running -> kill(running.pid()));
  }

  public Path log() {
    return log;
  }

  /**
   * With what it has started: a server's workers that are stopped do not see that it is gone, and
   * keep the next one out. A process that stays all the same keeps its file, so that it is found
   * again.
   */
  private void kill(long pid) {
    List<ProcessHandle> started =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList();
    Signals.send(pid, "KILL");
    started.forEach(ProcessHandle::destroyForcibly);
    if (!awaitGone(KILL_LIMIT)) {
      throw new IllegalStateException(
          "process %d is still there %d s after SIGKILL; its log is %s"
              .formatted(pid, KILL_LIMIT.toSeconds(), log));
    }
    awaitCollected(pid);
  }

  /**
   * Until its parent has collected it, an ended process still has its number, and PostgreSQL takes
   * a lock file that names it for a running server's. Some parents never do.
   */
  private static void awaitCollected(long pid) {
    boolean _ = Waiting.until(COLLECTION_LIMIT, POLL, () -> ProcessHandle.of(pid).isEmpty());
  }

  private void keepOneOldLog() throws IOException {
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Running awaitWritten(Process process) {
    long limit = System.nanoTime() + WRITE_LIMIT.toNanos();
    while (System.nanoTime() < limit) {
      Optional<Running> running = running();
      if (running.isPresent()) {
        return running.get();
      }
      if (pauseOrEnd(process)) {
        return running()
            .orElseThrow(() -> new IllegalStateException("the process ended at once, see " + log));
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException(
        "the process had not begun after %d s, see %s".formatted(WRITE_LIMIT.toSeconds(), log));
  }

  private static boolean pauseOrEnd(Process process) {
    try {
      return process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting a process", e);
    }
  }

  private boolean awaitGone(Duration limit) {
    return Waiting.until(limit, POLL, () -> running().isEmpty());
  }
}
