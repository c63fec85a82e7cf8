package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(StackExtension.class)
class CommandLineIT {

  @Test
  void statusTellsEveryPartDatabaseAndAddress(Florin florin) {
    JsonNode status = florin.status();

    assertThat(status.path("parts"))
        .extracting(part -> part.path("name").asString())
        .contains(
            "postgres",
            "redis",
            "kafka",
            "zipkin",
            "identity",
            "payment",
            "account",
            "risk",
            "channel",
            "notification",
            "sandbox-psp",
            "gateway");
    assertThat(status.path("parts"))
        .allSatisfy(
            part -> {
              assertThat(part.path("health").asString()).isEqualTo("up");
              assertThat(part.path("pid").asLong()).isPositive();
              assertThat(part.path("port").asInt()).isPositive();
              assertThat(part.path("rss_mb").asInt()).isPositive();
            });
    assertThat(status.path("databases").path("payment").asString())
        .startsWith("jdbc:postgresql://127.0.0.1:");
  }

  @Test
  void payPrintsTheAnswerAsJson(Florin florin) {
    CommandLineResult paid = florin.run("pay", "--json", "--user", "USER_601", "--amount", "3.21");

    assertThat(paid.exitCode()).as(paid.errors()).isZero();
    JsonNode answer = JsonMapper.shared().readTree(paid.output());
    assertThat(answer.path("status").asString()).isEqualTo("succeeded");
    assertThat(answer.path("payment_id").asString()).isNotEmpty();
    assertThat(answer.path("transaction_id").asString()).isNotEmpty();
    assertThat(answer.path("trace_id").asString()).hasSize(32);
  }

  @Test
  void tokensAreForTheMerchantOrOneOfItsUsers(Florin florin) {
    CommandLineResult merchant = florin.run("token");
    CommandLineResult user = florin.run("token", "--user", "USER_602");

    assertThat(merchant.output().strip().split("\\.")).hasSize(3);
    assertThat(user.output().strip().split("\\.")).hasSize(3);
    CommandLineResult unknown = florin.run("token", "--user", "NOBODY");
    assertThat(unknown.exitCode()).isNotZero();
    assertThat(unknown.output()).isEmpty();
    assertThat(unknown.errors()).isNotBlank();
  }

  @Test
  void startingTwiceChangesNothing(Florin florin) {
    List<Long> before = pids(florin);

    CommandLineResult again = florin.run("up", "--detach");

    assertThat(again.exitCode()).as(again.errors()).isZero();
    assertThat(pids(florin)).isEqualTo(before);
  }

  @Test
  void aRunningStackIsNotMovedToOtherPortsUnasked(Florin florin) {
    List<Long> before = pids(florin);

    CommandLineResult refused = florin.run(Map.of("FLORIN_PORT_BASE", "18080"), "up", "--detach");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .contains("FLORIN_PORT_BASE=" + florin.portBase() + " ", "not 18080", "FLORIN_HOME=");
    assertThat(pids(florin)).isEqualTo(before);
  }

  @Test
  void aTakenPortIsNamedWithTheWayOut() throws Exception {
    Florin other = Florin.newStack("taken");
    try (ServerSocket taken =
        new ServerSocket(other.portBase(), 1, InetAddress.getLoopbackAddress())) {
      CommandLineResult refused = other.run("up", "--detach");

      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.errors())
          .contains(Integer.toString(taken.getLocalPort()))
          .contains("FLORIN_PORT_BASE");
    }
  }

  @Test
  void killedPartsComeBackWithTheirData(Florin florin, PaymentApi api) {
    String id = api.pay("USER_603", "4.00", null).field("payment_id");

    assertThat(florin.run("kill", "postgres").exitCode()).isZero();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              PaymentApi.Answer down = api.pay("USER_603", "4.00", null);
              assertThat(down.status()).as(down.text()).isIn(500, 503, 504);
              assertThat(down.field("code")).isNotEmpty();
              assertThat(down.text()).doesNotContain("Exception");
              PaymentApi.Answer transfer = transfer(api);
              assertThat(transfer.status()).as(transfer.text()).isEqualTo(503);
              assertThat(transfer.field("code"))
                  .isIn("service_unavailable", "database_unavailable");
            });
    assertThat(florin.run("start", "postgres").exitCode()).isZero();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(api.pay("USER_603", "4.00", null).status()).isEqualTo(201));
    assertThat(api.get("/api/v1/payments/" + id).field("status")).isEqualTo("succeeded");
  }

  private static PaymentApi.Answer transfer(PaymentApi api) {
    return api.post(
        "/api/v1/transfers",
        UUID.randomUUID().toString(),
        """
        {"from_user":"USER_603","to_user":"USER_604","amount":"1.00","currency":"USD"}""");
  }

  private static List<Long> pids(Florin florin) {
    List<Long> pids = new ArrayList<>();
    florin.status().path("parts").forEach(part -> pids.add(part.path("pid").asLong()));
    return pids;
  }
}
