package dev.florin.localstack.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A service's executable jar, unpacked: jars beside each other start faster than jars in a jar. */
record BootJar(Path jar) {
  private static final int LIMIT_SECONDS = 120;

  /** The installed jar to be run. */
  Path install(ProgramFiles programs, String name) {
    return programs.install(name, List.of(jar), this::extractInto).resolve(jar.getFileName());
  }

  private void extractInto(Path draft) throws IOException {
    Process process =
        new ProcessBuilder(
                JavaProgram.executable().toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djarmode=tools",
                "-jar",
                jar.toString(),
                "extract",
                "--force",
                "--destination",
                draft.toString())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("cannot extract " + jar + ": " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while extracting " + jar, e);
    }
  }
}
