package dev.florin.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplanationTests {
  private static final String STORY =
      """
      {"payment_id":"PAY_1","status":"failed","amount":"19.99","currency":"USD",
       "decided_by":{"step":"channel","text":"The payment was declined by the channel"},
       "duration_ms":84,"incomplete":["risk-service"],"trace_id":null,
       "entries":[
        {"at":"2026-11-20T10:00:00Z","what":"payment.accepted","service":"payment-service",
         "text":"The payment was accepted","duration_ms":null},
        {"at":"2026-11-20T10:00:00.030Z","what":"channel.sent","service":"channel-service",
         "text":"sandbox was asked","duration_ms":null},
        {"at":"2026-11-20T10:00:00.070Z","what":"channel.declined","service":"channel-service",
         "text":"sandbox declined the charge","duration_ms":40,"details":{"operation":"charge"}},
        {"at":"2026-11-20T10:00:00.080Z","what":"channel.approved","service":"channel-service",
         "text":"sandbox approved the refund","duration_ms":9,"details":{"operation":"refund"}},
        {"at":"2026-11-20T10:05:00.084Z","what":"payment.failed","service":"payment-service",
         "text":"The payment became failed","duration_ms":300084}]}
      """;

  @Test
  void aStoryIsOneLinePerStepWithTheDecidingOneMarked() {
    List<String> lines = explanation().text("http://traces/1", false).lines().toList();

    assertThat(lines)
        .containsExactly(
            "PAY_1  19.99 USD  failed",
            "decided by  The payment was declined by the channel",
            "took        84 ms",
            "trace       http://traces/1",
            "missing     risk-service did not answer; ask again",
            "",
            "     +0 ms            payment-service       The payment was accepted",
            "    +30 ms            channel-service       sandbox was asked",
            "    +70 ms     40 ms  channel-service       sandbox declined the charge  <- decided",
            "    +80 ms      9 ms  channel-service       sandbox approved the refund",
            "    +5 min     5 min  payment-service       The payment became failed");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    assertThat(explanation().text(null, false)).doesNotContain("\u001B");
    assertThat(explanation().text(null, true)).contains("\u001B[31mfailed\u001B[0m");
  }

  @Test
  void programsGetTheWholeAnswer() {
    JsonNode story = JsonMapper.shared().readTree(STORY);

    assertThat(JsonMapper.shared().readTree(new Explanation(story).json())).isEqualTo(story);
  }

  private static Explanation explanation() {
    return new Explanation(JsonMapper.shared().readTree(STORY));
  }
}
