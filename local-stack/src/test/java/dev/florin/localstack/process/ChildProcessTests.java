package dev.florin.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTests {
  @TempDir Path folder;

  private String marker;
  private ChildProcess process;

  @BeforeEach
  void nameTheProcess() {
    marker = "marker-of-" + folder.getFileName();
    process = found();
  }

  @AfterEach
  void endIt() {
    process.kill();
  }

  @Test
  void aStartedProcessIsFoundAgainByWhoeverLooksForIt() {
    Running started = process.start(launch("sleep 60"));

    assertThat(found().running()).contains(started);
    assertThat(started.fingerprint()).isEqualTo(launch("sleep 60").fingerprint());
  }

  @Test
  void anIdWithoutTheMarkerIsNotTrusted() throws IOException {
    Files.writeString(
        folder.resolve("part.pid"), ProcessHandle.current().pid() + " 0123456789abcdef");

    assertThat(process.running()).isEmpty();
  }

  @Test
  void aFileThatWasCutOffIsNoProcess() throws IOException {
    Files.writeString(folder.resolve("part.pid"), "12");

    assertThat(process.running()).isEmpty();
  }

  @Test
  void aProcessThatDoesNotWantToEndIsMadeTo() {
    process.start(launch("trap '' TERM; while :; do sleep 0.1; done"));

    process.stop("TERM", Duration.ofMillis(300));

    assertThat(process.running()).isEmpty();
  }

  @Test
  void whatAProcessHasStartedIsKilledWithItEvenIfItIsStopped() {
    process.start(launch("sleep 60 & kill -STOP $!; echo $!; wait"));
    Waiting.until(Duration.ofSeconds(5), Duration.ofMillis(10), () -> log().endsWith("\n"));
    long worker = Long.parseLong(log().strip());
    assertThat(ProcessTable.arguments(worker)).isNotEmpty();

    process.kill();

    assertThat(
            Waiting.until(
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                () -> ProcessTable.arguments(worker).isEmpty()))
        .isTrue();
  }

  @Test
  void theLogOfTheRunBeforeIsKept() throws IOException {
    process.start(launch("echo first; sleep 60"));
    Waiting.until(Duration.ofSeconds(5), Duration.ofMillis(10), () -> log().contains("first"));
    process.kill();

    process.start(launch("echo second; sleep 60"));

    assertThat(Files.readString(folder.resolve("part.log.1"))).contains("first");
    assertThat(log()).doesNotContain("first");
  }

  @Test
  void theFingerprintChangesWithTheProgramButNotWithItsCache() {
    Launch plain = java("-jar", "a.jar");

    assertThat(java("-XX:AOTCache=a.aot", "-jar", "a.jar").fingerprint())
        .isEqualTo(plain.fingerprint());
    assertThat(java("-jar", "b.jar").fingerprint()).isNotEqualTo(plain.fingerprint());
  }

  @Test
  void aProcessThatGivesWayIsNicerThanOneThatDoesNot() throws Exception {
    process.start(launch("nice; cat /proc/self/autogroup; sleep 60").givingWay());

    assertThat(
            Waiting.until(
                Duration.ofSeconds(10), Duration.ofMillis(10), () -> log().contains("\n")))
        .as(log())
        .isTrue();
    assertThat(log().lines().findFirst()).hasValue(Integer.toString(Math.min(19, ours() + 5)));
    if (Files.isWritable(Path.of("/proc/self/autogroup"))) {
      assertThat(
              Waiting.until(
                  Duration.ofSeconds(10), Duration.ofMillis(10), () -> log().contains(" nice 5")))
          .as(log())
          .isTrue();
    }
  }

  /** How nice this JVM is, which whoever starts the tests decides. */
  private static int ours() throws IOException, InterruptedException {
    Process nice = new ProcessBuilder("nice").start();
    String said = new String(nice.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(nice.waitFor()).isZero();
    return Integer.parseInt(said.strip());
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("part.log"));
    } catch (IOException e) {
      return "";
    }
  }

  private ChildProcess found() {
    return new ChildProcess(folder.resolve("part.pid"), folder.resolve("part.log"), marker);
  }

  private Launch launch(String script) {
    // A second command keeps the shell from becoming the first one.
    return new Launch(marker, List.of("sh", "-c", script + "; :", marker), Map.of(), folder);
  }

  private static Launch java(String... arguments) {
    List<String> command = new ArrayList<>(List.of("java", "x"));
    command.addAll(List.of(arguments));
    return new Launch("x", command, Map.of(), Path.of("/"));
  }
}
