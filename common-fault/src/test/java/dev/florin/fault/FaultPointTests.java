package dev.florin.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPointTests {

  private record Ended(int exitCode, String output) {}

  @TempDir private Path folder;

  @Test
  void aProcessThatWasNotStartedToDiePassesEveryPoint() throws Exception {
    Arrays.stream(FaultPoint.values()).forEach(FaultPoint::reach);
    assertThat(FaultPoint.RISK_KEEP_AFTER_COMMIT.after("done")).isEqualTo("done");

    assertThat(run(null)).isEqualTo(new Ended(0, "first\nsecond\n"));
  }

  @Test
  void aProcessDiesAtTheNamedPointAndLeavesWord() throws Exception {
    Path file = folder.resolve("fault");
    Files.writeString(file, "RISK_KEEP_AFTER_COMMIT\n");

    assertThat(run(file)).isEqualTo(new Ended(137, "first\n"));

    assertThat(folder.resolve("fault.reached")).hasContent("RISK_KEEP_AFTER_COMMIT");
  }

  @Test
  void aPointThatIsNotNamedIsPassed() throws Exception {
    Path file = folder.resolve("fault");
    assertThat(run(file)).isEqualTo(new Ended(0, "first\nsecond\n"));
    Files.writeString(file, "CHANNEL_CLAIM_BEFORE_COMMIT");

    assertThat(run(file)).isEqualTo(new Ended(0, "first\nsecond\n"));

    assertThat(folder.resolve("fault.reached")).doesNotExist();
  }

  private static Ended run(@Nullable Path file) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            DyingProcess.class.getName());
    builder.environment().remove(FaultTrigger.VARIABLE);
    if (file != null) {
      builder.environment().put(FaultTrigger.VARIABLE, file.toString());
    }
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
