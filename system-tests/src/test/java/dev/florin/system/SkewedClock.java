package dev.florin.system;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The clock of one service, which is not the machine's: the service runs under libfaketime. */
final class SkewedClock implements AutoCloseable {

  /** It is read again every second, and a date in a header has no fractions. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private final Florin florin;
  private final String part;
  private final Path offset;

  private SkewedClock(Florin florin, String part, Path offset) {
    this.florin = florin;
    this.part = part;
    this.offset = offset;
  }

  /** Starts the service again, with a clock that is right until it is set. */
  static SkewedClock of(Florin florin, String part) {
    Path library = library();
    SkewedClock clock =
        new SkewedClock(florin, part, florin.home().resolve("clock-of-" + part).toAbsolutePath());
    clock.write(Duration.ZERO);
    florin.stop(part);
    florin.start(
        part,
        Map.of(
            "LD_PRELOAD",
            library.toString(),
            "FAKETIME_TIMESTAMP_FILE",
            clock.offset.toString(),
            "FAKETIME_CACHE_DURATION",
            "1",
            "DONT_FAKE_MONOTONIC",
            "1",
            // Or timed waits of a Java process end at once, and it is busy with waiting.
            "FAKETIME_FORCE_MONOTONIC_FIX",
            "0"));
    return clock;
  }

  private static Path library() {
    return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
        .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"))
        .filter(Files::exists)
        .findFirst()
        .orElseGet(
            () ->
                Assumptions.abort(
                    "there is no libfaketime to set a clock wrong with: apt-get install faketime"));
  }

  /** Sets the clock, while the service runs, to so much before or behind the machine's. */
  void set(Duration ahead) {
    write(ahead);
    Awaitility.await("the clock of " + part + " is off by " + ahead)
        .atMost(Duration.ofSeconds(30))
        .until(() -> ahead().minus(ahead).abs().compareTo(TOLERANCE) < 0);
  }

  /** By how much the service itself believes to be ahead. */
  private Duration ahead() throws IOException {
    URI health = florin.management(part).resolve("/actuator/health/liveness");
    URLConnection connection = health.toURL().openConnection();
    connection.connect();
    return Duration.ofMillis(connection.getDate() - System.currentTimeMillis());
  }

  private void write(Duration ahead) {
    try {
      Files.writeString(offset, "%+d".formatted(ahead.toSeconds()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts the service again, with the machine's clock. */
  @Override
  public void close() {
    florin.kill(part);
    florin.start(part);
  }
}
