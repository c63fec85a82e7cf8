package dev.florin.channel.attempt.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.attempt.web.AttemptCalls.Answer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

class ResolutionsIT extends ChannelIntegration {

  private static final String DECLINED =
      "\"result\":\"declined\",\"decline_code\":\"expired_card\"";

  private final AttemptCalls calls;
  private final JdbcClient jdbc;
  private final String payment = UUID.randomUUID().toString();
  private final String attempt = payment + "_1";

  @Autowired
  ResolutionsIT(MockMvc mvc, JdbcClient jdbc) {
    this.calls = new AttemptCalls(mvc);
    this.jdbc = jdbc;
  }

  @Test
  void whatAnOperatorFoundSettlesTheAttemptAndStandsWithNameAndReason() throws Exception {
    calls.pay(payment);

    Answer resolved = calls.resolve(attempt, "\"result\":\"approved\",\"transaction_id\":\"ch_7\"");

    assertThat(resolved.status()).isEqualTo(200);
    assertThat(resolved.field("result")).isEqualTo("approved");
    assertThat(calls.pay(payment).field("transaction_id")).isEqualTo("ch_7");
    assertThat(questionsAsked()).isZero();
    assertThat(findings()).containsExactly("approved operator asked by phone");
  }

  @Test
  void theSameFindingAgainChangesNothingAndAnotherIsRefused() throws Exception {
    calls.pay(payment);
    Answer first = calls.resolve(attempt, DECLINED);

    assertThat(calls.resolve(attempt, DECLINED)).isEqualTo(first);
    assertThat(calls.resolve(attempt, "\"result\":\"not_sent\"").field("code"))
        .isEqualTo("attempt_final");
    assertThat(
            calls
                .resolve(attempt, "\"result\":\"declined\",\"decline_code\":\"card_declined\"")
                .status())
        .isEqualTo(409);
    assertThat(findings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"result\":\"approved\"",
        "\"result\":\"declined\"",
        "\"result\":\"not_sent\",\"decline_code\":\"x\"",
        "\"result\":\"unknown\"",
        "\"result\":\"approved\",\"transaction_id\":\"<script>\"",
      })
  void aFindingThatIsIncompleteIsRefused(String finding) throws Exception {
    calls.pay(payment);

    assertThat(calls.resolve(attempt, finding).status()).isEqualTo(400);
    assertThat(calls.call("GET", "/internal/attempts/" + attempt, "").field("result"))
        .isEqualTo("unknown");
  }

  @Test
  void whereThereIsNoAttemptThereIsNothingToResolve() throws Exception {
    assertThat(calls.resolve(attempt, "\"result\":\"not_sent\"").status()).isEqualTo(404);
  }

  @Test
  void aProviderThatAnswersAfterwardsAndDisagreesIsTold() throws Exception {
    whenCharging(approval().withFixedDelay(500));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> slow = threads.submit(() -> calls.pay(payment));
      await().until(() -> chargesSent() == 1);

      assertThat(calls.resolve(attempt, "\"result\":\"not_sent\"").field("code"))
          .isEqualTo("attempt_in_flight");
      calls.resolve(attempt, DECLINED);

      assertThat(slow.get().field("result")).isEqualTo("declined");
    }
    assertThat(
            jdbc.sql("select type from outbox_event where aggregate_id = ?::uuid")
                .param(payment)
                .query((row, _) -> row.getString(1))
                .list())
        .containsExactlyInAnyOrder("attempt.resolved", "attempt.contradicted");
  }

  @Test
  void twoOperatorsAtOnceSettleItOnce() throws Exception {
    whenCharging(aResponse().withStatus(500));
    calls.pay(payment);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> one = threads.submit(() -> calls.resolve(attempt, DECLINED));
      Future<Answer> two =
          threads.submit(
              () -> calls.resolve(attempt, "\"result\":\"approved\",\"transaction_id\":\"c\""));

      assertThat(List.of(one.get().status(), two.get().status()))
          .containsExactlyInAnyOrder(200, 409);
    }
    assertThat(findings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"update attempt_resolution set reason = 'x'", "delete from attempt_resolution"})
  void whatWasFoundStaysWritten(String change) {
    assertThat(catchThrowable(() -> jdbc.sql(change).update())).hasMessageContaining("refused");
  }

  private List<String> findings() {
    return jdbc.sql(
            """
            select result || ' ' || actor || ' ' || reason from attempt_resolution
            where attempt_id = ?
            """)
        .param(attempt)
        .query((row, _) -> row.getString(1))
        .list();
  }
}
