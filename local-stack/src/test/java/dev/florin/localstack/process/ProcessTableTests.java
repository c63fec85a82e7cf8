package dev.florin.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessTableTests {

  /** Whoever looks in the moment between two programs must not take the process for gone. */
  @Test
  void aProcessHasItsArgumentsWhileItBecomesAnotherProgram(@TempDir Path folder)
      throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("become"),
            """
            [ "$1" -eq 0 ] || exec sh "$0" $(($1 - 1))
            read _
            """);
    Process process =
        new ProcessBuilder("sh", script.toString(), "400").redirectErrorStream(true).start();
    try {
      List<String> arguments;
      do {
        arguments = ProcessTable.arguments(process.pid());
        assertThat(arguments).hasSizeGreaterThanOrEqualTo(3).startsWith("sh", script.toString());
      } while (!arguments.get(2).equals("0"));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void argumentsThatAreNotTextAreReadAllTheSame() throws IOException {
    Process process =
        new ProcessBuilder("sh", "-c", "exec sh -c 'read _; :' \"$(printf '\\377')\" after")
            .start();
    try {
      assertThat(
              Waiting.until(
                  Duration.ofSeconds(10),
                  Duration.ofMillis(10),
                  () -> ProcessTable.arguments(process.pid()).contains("after")))
          .isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'2 (kthreadd) S 0 0 0 0 -1 2129984 0 0', false",
    "'7 (a) Z b) Z 1 7 7 0 -1 4194304 0 0', false",
    "'7 (a) Z b) S 1 7 7 0 -1 4194304 0 0', true",
    "'', false"
  })
  void kernelThreadsAndTheDeadAreNotWaitedFor(String stat, boolean isWaitedFor) {
    assertThat(ProcessTable.isProgram(stat)).isEqualTo(isWaitedFor);
  }

  @Test
  void aProcessThatIsGoneHasNone() throws Exception {
    Process process = new ProcessBuilder("true").start();
    assertThat(process.waitFor()).isZero();

    assertThat(ProcessTable.arguments(process.pid())).isEmpty();
  }
}
