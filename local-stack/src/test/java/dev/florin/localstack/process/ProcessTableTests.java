package dev.florin.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void aProcessThatIsGoneHasNone() throws Exception {
    Process process = new ProcessBuilder("true").start();
    assertThat(process.waitFor()).isZero();

    assertThat(ProcessTable.arguments(process.pid())).isEmpty();
  }
}
