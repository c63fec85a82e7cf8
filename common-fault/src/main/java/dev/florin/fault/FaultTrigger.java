package dev.florin.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Ends this process at the point that a file names, and leaves word that it did. */
final class FaultTrigger {

  static final String VARIABLE = "FLORIN_FAULT_FILE";

  /** Null in every process that was not started to die. */
  static final @Nullable FaultTrigger OF_THIS_PROCESS = of(System.getenv(VARIABLE));

  /** What a process exits with that was ended by SIGKILL. */
  private static final int KILLED = 137;

  private final Path file;
  private final Runnable end;

  FaultTrigger(Path file, Runnable end) {
    this.file = file;
    this.end = end;
  }

  private static @Nullable FaultTrigger of(@Nullable String file) {
    return file == null || file.isBlank()
        ? null
        : new FaultTrigger(Path.of(file), () -> Runtime.getRuntime().halt(KILLED));
  }

  void reached(FaultPoint point) {
    try {
      if (Files.readString(file).strip().equals(point.name())) {
        Files.writeString(file.resolveSibling(file.getFileName() + ".reached"), point.name());
        end.run();
      }
    } catch (NoSuchFileException nothingToDo) {
      // No point is named now.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
