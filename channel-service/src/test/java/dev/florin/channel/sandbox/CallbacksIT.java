package dev.florin.channel.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.EventSchemas;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CallbacksIT extends ChannelIntegration {

  private final MockMvc mvc;
  private final JdbcClient jdbc;
  private final MeterRegistry meters;
  private final String payment = UUID.randomUUID().toString();
  private final String attempt = payment + "_1";

  @Autowired
  CallbacksIT(MockMvc mvc, JdbcClient jdbc, MeterRegistry meters) {
    this.mvc = mvc;
    this.jdbc = jdbc;
    this.meters = meters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "pending", "requires_action"})
  void aCallbackSettlesWhatIsOpenAndTellsIt(String before) throws Exception {
    switch (before) {
      case "pending" -> whenCharging(told(attempt, "pending", "1999", ""));
      case "requires_action" ->
          whenCharging(
              told(
                  attempt,
                  "requires_action",
                  "1999",
                  ",\"next_action\":{\"type\":\"redirect\",\"url\":\"http://bank.test/1\"}"));
      default -> whenCharging(aResponse().withStatus(500));
    }
    assertThat(pay()).isEqualTo(before);

    assertThat(callBack("approved")).isEqualTo(204);

    assertThat(status()).isEqualTo("approved");
    assertThat(pay()).isEqualTo("approved");
    assertThat(questionsAsked()).as("nobody had to ask").isZero();
    JsonNode event = event("attempt.resolved");
    assertThat(event.path("aggregate_id").asString()).isEqualTo(payment);
    assertThat(event.path("data").toString())
        .contains(
            "\"attempt_id\":\"" + attempt + "\"",
            "\"payment_uuid\":\"" + payment + "\"",
            "\"merchant_id\":\"demo\"",
            "\"operation\":\"charge\"",
            "\"result\":\"approved\"",
            "\"transaction_id\":\"tx_1\"",
            "\"amount\":\"19.99\"",
            "\"currency\":\"USD\"",
            "\"channel\":\"sandbox\"");
  }

  @Test
  void aDeclineIsToldWithItsReason() throws Exception {
    pay();

    callBack("declined", ",\"decline_code\":\"authentication_failed\"");

    assertThat(status()).isEqualTo("declined");
    assertThat(event("attempt.resolved").path("data").path("decline_code").asString())
        .isEqualTo("authentication_failed");
  }

  @Test
  void theSameMessageThreeTimesHasOneEffect() throws Exception {
    pay();
    String message = messageId();
    double before = counted("repeated");

    for (int i = 0; i < 3; i++) {
      assertThat(send(message, body("approved", ""))).isEqualTo(204);
    }

    assertThat(events()).containsExactly("attempt.resolved");
    assertThat(counted("repeated") - before).isEqualTo(2);
  }

  @Test
  void theSameOutcomeInAnotherMessageIsNothingNew() throws Exception {
    pay();

    callBack("approved");
    callBack("approved");

    assertThat(events()).containsExactly("attempt.resolved");
  }

  @Test
  void twentyCallbacksAtOnceAreOneTruth() throws Exception {
    pay();
    var barrier = new CyclicBarrier(20);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String status = i % 2 == 0 ? "approved" : "declined";
        running.add(
            threads.submit(
                () -> {
                  barrier.await();
                  return callBack(status);
                }));
      }
      for (Future<Integer> answer : running) {
        assertThat(answer.get()).isEqualTo(204);
      }
    }

    assertThat(events()).containsExactly("attempt.resolved", "attempt.contradicted");
    assertThat(sequences()).containsExactly(1L, 2L);
    assertThat(status()).isEqualTo(event("attempt.resolved").at("/data/result").asString());
    assertThat(lateOutcomes()).hasSize(1);
  }

  @Test
  void aCallbackThatComesBeforeTheAnswerHoldsAndTheAnswerAgrees() throws Exception {
    whenCharging(told(attempt, "approved", "1999", "").withFixedDelay(500));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(this::pay);
      await().until(() -> chargesSent() == 1);

      assertThat(callBack("approved")).isEqualTo(204);
      assertThat(status()).isEqualTo("approved");

      assertThat(answer.get()).isEqualTo("approved");
    }
    assertThat(events()).containsExactly("attempt.resolved");
    assertThat(lateOutcomes()).isEmpty();
  }

  @Test
  void anAnswerThatContradictsTheCallbackBeforeItIsKeptAndTold() throws Exception {
    whenCharging(told(attempt, "approved", "1999", "").withFixedDelay(500));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(this::pay);
      await().until(() -> chargesSent() == 1);

      callBack("declined");

      assertThat(answer.get()).isEqualTo("declined");
    }
    assertThat(events()).containsExactly("attempt.resolved", "attempt.contradicted");
    assertThat(lateOutcomes()).containsExactly("tx_1 approved declined");
  }

  @Test
  void anAnswerWithoutOutcomeDoesNotUndoTheCallbackBeforeIt() throws Exception {
    whenCharging(told(attempt, "pending", "1999", "").withFixedDelay(500));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(this::pay);
      await().until(() -> chargesSent() == 1);

      callBack("approved");

      assertThat(answer.get()).isEqualTo("approved");
    }
    assertThat(status()).isEqualTo("approved");
  }

  @ParameterizedTest
  @CsvSource({"approved, declined", "declined, approved"})
  void aContradictionIsKeptAndToldOnceAndFlipsNothing(String first, String second)
      throws Exception {
    whenCharging(told(attempt, first, "1999", ""));
    assertThat(pay()).isEqualTo(first);

    callBack(second);
    callBack(second);

    assertThat(status()).isEqualTo(first);
    assertThat(events()).containsExactly("attempt.contradicted");
    JsonNode data = event("attempt.contradicted").path("data");
    assertThat(data.path("result").asString()).isEqualTo(second);
    assertThat(data.path("was").asString()).isEqualTo(first);
    assertThat(lateOutcomes()).containsExactly("tx_1 " + second + " " + first);
  }

  @Test
  void aLateSuccessAfterNotSentIsToldWithTheProvidersId() throws Exception {
    whenCharging(refusal());
    assertThat(pay()).isEqualTo("not_sent");

    callBack("approved");

    assertThat(status()).isEqualTo("not_sent");
    JsonNode data = event("attempt.contradicted").path("data");
    assertThat(data.path("was").asString()).isEqualTo("not_sent");
    assertThat(data.path("transaction_id").asString()).isEqualTo("tx_1");
    assertThat(counted("contradicted")).isPositive();
  }

  @Test
  void aDeclineOfWhatWasNeverSentIsNoContradiction() throws Exception {
    whenCharging(refusal());
    pay();

    callBack("declined");

    assertThat(events()).isEmpty();
  }

  @Test
  void aSecondChargeUnderOneReferenceIsTold() throws Exception {
    whenCharging(told(attempt, "approved", "1999", ""));
    pay();

    send(messageId(), body("approved", "").replace("\"tx_1\"", "\"tx_2\""));

    assertThat(events()).containsExactly("attempt.contradicted");
    assertThat(lateOutcomes()).containsExactly("tx_2 approved approved");
  }

  @Test
  void anotherAmountSettlesNothing() throws Exception {
    pay();

    send(messageId(), body("approved", "").replace("\"amount\":1999", "\"amount\":9900"));
    send(messageId(), body("approved", "").replace("\"amount\":1999", "\"amount\":9900"));

    assertThat(status()).isEqualTo("unknown");
    assertThat(events()).containsExactly("attempt.mismatched");
    assertThat(event("attempt.mismatched").at("/data/confirmed_amount").asString())
        .isEqualTo("99.00");
  }

  @Test
  void aCallbackTwoHoursLateIsStillTaken() throws Exception {
    pay();
    jdbc.sql("update attempt set sent_at = sent_at - interval '2 hours' where id = ?")
        .param(attempt)
        .update();

    callBack("approved");

    assertThat(status()).isEqualTo("approved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"data\":{}}", "{\"data\":7}", "<html>"})
  void whatIsSignedButMakesNoSenseIsAnsweredLikeAnythingElse(String body) throws Exception {
    assertThat(send(messageId(), body)).isEqualTo(204);
  }

  @Test
  void aReferenceThatNobodyKnowsIsAnsweredLikeAnyOther() throws Exception {
    assertThat(callBack("approved")).isEqualTo(204);
    assertThat(events()).isEmpty();
  }

  @Test
  void nobodyButTheProviderIsHeard() throws Exception {
    pay();
    String body = body("approved", "");
    String id = messageId();
    String now = Long.toString(Instant.now().getEpochSecond());
    String old = Long.toString(Instant.now().minus(Duration.ofMinutes(6)).getEpochSecond());
    String good = signature(id, now, body);

    assertThat(send(id, now, "v1,AAAA", body)).isEqualTo(401);
    assertThat(send(id, now, "", body)).isEqualTo(401);
    assertThat(send(id, "", good, body)).isEqualTo(401);
    assertThat(send("", now, good, body)).isEqualTo(401);
    assertThat(send(id, old, signature(id, old, body), body)).isEqualTo(401);
    assertThat(send(messageId(), now, good, body)).isEqualTo(401);
    assertThat(send(id, now, good, body.replace("\"amount\":1999", "\"amount\":1998")))
        .isEqualTo(401);
    assertThat(send(id, now, good.replace("v1,", "v2,"), body)).isEqualTo(401);
    assertThat(status()).isEqualTo("unknown");

    assertThat(send(id, now, "v1,AAAA " + good, body)).as("of two secrets one").isEqualTo(204);
    assertThat(status()).isEqualTo("approved");
  }

  @Test
  void aHugeBodyIsNotRead() throws Exception {
    assertThat(send(messageId(), "x".repeat(1 << 20))).isEqualTo(413);
  }

  @Test
  void callbacksAreNoWayIntoTheRest() throws Exception {
    assertThat(mvc.perform(get("/callbacks/sandbox")).andReturn().getResponse())
        .extracting(MockHttpServletResponse::getStatus)
        .isEqualTo(401);
    assertThat(mvc.perform(post("/internal/attempts")).andReturn().getResponse())
        .extracting(MockHttpServletResponse::getStatus)
        .isEqualTo(401);
  }

  private String pay() throws Exception {
    String answer =
        mvc.perform(
                put("/internal/attempts/" + attempt)
                    .contentType(MediaType.APPLICATION_JSON)
                    .content(
                        """
                        {"payment_uuid":"%s","merchant_id":"demo","amount":"19.99","currency":"USD",
                        "payment_method":"credit_card"}"""
                            .formatted(payment))
                    .with(jwt().authorities(new SimpleGrantedAuthority("SCOPE_internal"))))
            .andReturn()
            .getResponse()
            .getContentAsString();
    return JsonMapper.shared().readTree(answer).path("result").asString(answer);
  }

  private int callBack(String status) throws Exception {
    return callBack(status, "");
  }

  private int callBack(String status, String more) throws Exception {
    return send(messageId(), body(status, more));
  }

  private String body(String status, String more) {
    return """
        {"type":"charge.decided","data":{"id":"tx_1","reference":"%s","status":"%s","amount":1999,
        "currency":"USD"%s}}"""
        .formatted(attempt, status, more);
  }

  private int send(String id, String body) throws Exception {
    String now = Long.toString(Instant.now().getEpochSecond());
    return send(id, now, signature(id, now, body), body);
  }

  private int send(String id, String timestamp, String signature, String body) throws Exception {
    return mvc.perform(
            post("/callbacks/sandbox")
                .contentType(MediaType.APPLICATION_JSON)
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature)
                .content(body))
        .andReturn()
        .getResponse()
        .getStatus();
  }

  private static String messageId() {
    return "msg_" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String signature(String id, String timestamp, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(CALLBACK_SECRET.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String signed = id + "." + timestamp + "." + body;
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }

  private double counted(String effect) {
    return meters.counter("channel.callbacks", "channel", "sandbox", "effect", effect).count();
  }

  private String status() {
    return jdbc.sql("select status from attempt where id = ?")
        .param(attempt)
        .query(String.class)
        .single();
  }

  private List<String> events() {
    return jdbc.sql("select type from outbox_event where aggregate_id = ?::uuid order by sequence")
        .param(payment)
        .query((row, _) -> row.getString(1))
        .list();
  }

  private List<Long> sequences() {
    return jdbc.sql(
            "select sequence from outbox_event where aggregate_id = ?::uuid order by sequence")
        .param(payment)
        .query((row, _) -> row.getLong(1))
        .list();
  }

  private JsonNode event(String type) {
    String payload =
        jdbc.sql("select payload from outbox_event where aggregate_id = ?::uuid and type = ?")
            .param(payment)
            .param(type)
            .query(String.class)
            .single();
    JsonNode event = JsonMapper.shared().readTree(payload);
    EventSchemas.assertValid(type, event);
    return event;
  }

  private List<String> lateOutcomes() {
    return jdbc.sql(
            """
            select transaction_id || ' ' || status || ' ' || was from late_outcome
            where attempt_id = ?
            """)
        .param(attempt)
        .query((row, _) -> row.getString(1))
        .list();
  }
}
