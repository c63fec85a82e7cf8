package dev.florin.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.FlorinHome;
import dev.florin.localstack.stack.PortPlan;
import dev.florin.localstack.stack.Stack;
import dev.florin.localstack.stack.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTests {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up", "down", "status", "logs", "kill", "start", "token", "pay", "explain", "verify",
        "test", "bench", "format"
      })
  void everyCommandExplainsItself(String command) {
    StringWriter out = new StringWriter();

    int code = Florin.commandLine().setOut(new PrintWriter(out, true)).execute(command, "--help");

    assertThat(code).isZero();
    assertThat(out.toString()).contains("Usage: florin " + command);
  }

  @Test
  void helpListsTheExitCodes() {
    assertThat(new CommandLine(Florin.commandLine().getCommandSpec()).getUsageMessage())
        .contains("a port is taken", "the payment did not succeed", "FLORIN_PORT_BASE");
  }

  @Test
  void nothingIsExplainedWithoutAPayment() {
    assertThat(Florin.commandLine().setErr(new PrintWriter(new StringWriter())).execute("explain"))
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void anUnknownOptionIsAMistakeOfUse() {
    assertThat(
            Florin.commandLine()
                .setErr(new PrintWriter(new StringWriter()))
                .execute("pay", "--yesterday"))
        .isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void aUsersTokenTakesNoScope() {
    StringWriter err = new StringWriter();

    int code =
        Florin.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("token", "--user", "USER_1", "--scope", "payments:read");

    assertThat(code).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("--scope", "--user");
  }

  @Test
  void aMerchantWhoseSecretIsNotKnownHereIsToldHowToGetItsToken() {
    StringWriter err = new StringWriter();

    int code =
        Florin.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("token", "--merchant", "bookshop");

    assertThat(code).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString())
        .contains("curl -sS http://127.0.0.1:", "/oauth2/token -u bookshop:CLIENT_SECRET");
  }

  @Test
  void statusForProgramsHasEveryPartAndDatabase() {
    Stack stack = new Stack(new FlorinHome(folder), new PortPlan(8080), Path.of(".."));

    JsonNode status = json(StatusText.json(stack, Status.of(stack)));

    assertThat(status.path("parts")).hasSize(12);
    JsonNode payment = part(status, "payment");
    assertThat(payment.path("pid").isNull()).isTrue();
    assertThat(payment.path("port").asInt()).isEqualTo(8082);
    assertThat(payment.path("management_port").asInt()).isEqualTo(9082);
    assertThat(payment.path("health").asString()).isEqualTo("down");
    assertThat(payment.path("rss_mb").asInt()).isZero();
    assertThat(part(status, "postgres").path("management_port").isNull()).isTrue();
    assertThat(status.path("databases").path("payment").asString())
        .startsWith(
            "jdbc:postgresql://127.0.0.1:15432/florin_payment?user=florin_payment&password=");
    assertThat(folder).as("status only reads").isEmptyDirectory();
    assertThat(status.path("gateway").asString()).isEqualTo("http://127.0.0.1:8080");
    assertThat(status.path("traces").asString()).startsWith("http://127.0.0.1:9411");
  }

  @Test
  void aHomeOfItsOwnIsTakenFromTheEnvironment() {
    Surroundings surroundings =
        new Surroundings(
            Map.of("FLORIN_HOME", "other", "FLORIN_PORT_BASE", "18080", "CI", "true"), folder);

    assertThat(surroundings.home().root()).isEqualTo(folder.resolve("other"));
    assertThat(surroundings.stack().gateway()).isEqualTo("http://127.0.0.1:18080");
    assertThat(surroundings.warmsCaches()).isFalse();
  }

  private static JsonNode part(JsonNode status, String name) {
    List<JsonNode> parts =
        status
            .path("parts")
            .valueStream()
            .filter(part -> part.path("name").asString().equals(name))
            .toList();
    assertThat(parts).hasSize(1);
    return parts.getFirst();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
