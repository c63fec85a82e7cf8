package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The launcher dies at the worst times; what it started is found again or ended, never lost. */
@Tag("faults")
class LauncherIT {

  private static final int PARTS = 12;

  @Test
  void aLauncherKilledWhileStartingLeavesNothingBehindThatTheNextOneDoesNotKnow() throws Exception {
    Florin florin = Florin.newStack("killed");
    try {
      Process launcher = inBackground(florin);
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> processesOf(florin).count() >= PARTS / 2);
      kill(launcher);

      florin.up();

      assertThat(processesOf(florin)).hasSize(PARTS);
      PaymentApi api = new PaymentApi(florin);
      String id = api.pay("USER_701", "5.00", null).field("payment_id");

      Process second = inBackground(florin);
      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> hasSettled(florin, second));
      kill(second);
      florin.up();

      assertThat(processesOf(florin)).hasSize(PARTS);
      assertThat(api.get("/api/v1/payments/" + id).field("status")).isEqualTo("succeeded");
    } finally {
      florin.close();
    }
    assertThat(processesOf(florin)).isEmpty();
  }

  /** By SIGTERM, which takes the way of Ctrl-C and which no shell has its children ignore. */
  @Test
  void aLauncherEndedWhileStartingEndsAllThatItStarted() throws Exception {
    Florin florin = Florin.newStack("ended");
    try {
      Process launcher = inBackground(florin);
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> processesOf(florin).count() >= PARTS / 2);

      launcher.destroy();

      Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> !launcher.isAlive());
      // What was being unpacked for the next service ends by itself.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(processesOf(florin)).isEmpty());
    } finally {
      florin.close();
    }
  }

  private static Process inBackground(Florin florin) throws IOException {
    return florin
        .process("up")
        .redirectErrorStream(true)
        .redirectOutput(florin.logFile("launcher"))
        .start();
  }

  private static boolean hasSettled(Florin florin, Process launcher) {
    return !launcher.isAlive() || florin.log("launcher").contains("curl");
  }

  private static void kill(Process launcher) {
    launcher.destroyForcibly();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !launcher.isAlive());
  }

  /** Processes, without their own children, that carry this home on their command line. */
  private static Stream<Long> processesOf(Florin florin) {
    List<ProcessHandle> all =
        ProcessHandle.allProcesses().filter(process -> belongsTo(process, florin)).toList();
    return all.stream()
        .filter(process -> process.parent().stream().noneMatch(all::contains))
        .map(ProcessHandle::pid);
  }

  private static boolean belongsTo(ProcessHandle process, Florin florin) {
    try {
      String commandLine =
          Files.readString(java.nio.file.Path.of("/proc/" + process.pid() + "/cmdline"));
      return commandLine.contains(florin.home().toString())
          && !commandLine.contains("dev.florin.localstack.cli");
    } catch (IOException gone) {
      return false;
    }
  }
}
