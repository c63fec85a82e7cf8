package dev.florin.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTests {
  @TempDir Path folder;

  @Test
  void springBootsExplanationIsWhatMatters() throws IOException {
    Path log =
        log("INFO starting\nERROR it\n\nDescription:\n\nFLORIN_ISSUER is missing\n\nAction:");

    assertThat(LogFile.lastRelevantLine(log)).isEqualTo("FLORIN_ISSUER is missing");
  }

  @Test
  void elseTheLastLineOfTrouble() throws IOException {
    Path log = log("FATAL: first\nFATAL: data directory is not empty\nshut down\n");

    assertThat(LogFile.lastRelevantLine(log)).isEqualTo("FATAL: data directory is not empty");
  }

  @Test
  void elseTheLastLine() throws IOException {
    assertThat(LogFile.lastRelevantLine(log("one\ntwo\n"))).isEqualTo("two");
    assertThat(LogFile.lastRelevantLine(folder.resolve("none"))).contains("no log");
  }

  private Path log(String text) throws IOException {
    return Files.writeString(folder.resolve("part.log"), text);
  }
}
