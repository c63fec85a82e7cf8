package dev.florin.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.florin.payment.resolution.ResumePayments;
import dev.florin.payment.support.Api;
import dev.florin.payment.support.ChannelEvents;
import dev.florin.payment.support.Downstreams;
import dev.florin.payment.support.PaymentServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.utils.KafkaTestUtils;

/** Payments that wait for their payer, until the channel tells. */
class RequiresActionIT extends PaymentServer {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ACTION =
      """
      {"channel": "sandbox", "result": "requires_action", "transaction_id": "ch_1",
       "next_action": {"type": "redirect", "url": "https://psp.test/3ds"}}
      """;

  private final String merchantId = newMerchant();
  private final String key = newKey();

  @Autowired private ResumePayments resume;
  @Autowired private EmbeddedKafkaBroker broker;

  @Test
  void thePayerIsToldWhatToDoAndNothingIsReversed() {
    Api.Reply reply = payWithAction();

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.field("status")).isEqualTo("requires_action");
    assertThat(reply.json().path("next_action").path("type").asString()).isEqualTo("redirect");
    assertThat(reply.json().path("next_action").path("url").asString())
        .isEqualTo("https://psp.test/3ds");
    assertThat(DOWNSTREAMS.calls()).hasSize(3);
    assertThat(events()).containsExactly("2 payment.requires_action");
    Api.Reply repeated = pay();
    assertThat(repeated.status()).isEqualTo(202);
    assertThat(repeated.field("status")).isEqualTo("requires_action");
    assertThat(merchant(merchantId).get("/api/v1/payments/PAY_1").text())
        .isEqualTo(repeated.text());
  }

  @Test
  void anActionThatNobodyCanTakeIsAsGoodAsNoAnswer() {
    DOWNSTREAMS.channel(okJson("{\"channel\": \"sandbox\", \"result\": \"requires_action\"}"));

    Api.Reply reply = pay();

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.field("status")).isEqualTo("processing");
  }

  @Test
  void afterTheChannelsNewsThePaymentGoesOnToItsEnd() {
    payWithAction();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    awaitStatus("processing");
    resume.resumeDue();

    assertThat(pay().status()).isEqualTo(201);
    assertThat(history())
        .containsExactly(
            "1 created > processing by " + merchantId,
            "2 processing > requires_action by payment-service",
            "3 requires_action > processing by channel-service",
            "4 processing > succeeded by payment-service");
    assertThat(
            merchant(merchantId).get("/api/v1/payments/PAY_1").json().path("next_action").isNull())
        .isTrue();
  }

  @Test
  void aPayerWhoFailsTheActionGetsTheMoneyBack() {
    payWithAction();
    DOWNSTREAMS.channel(okJson(Downstreams.DECLINED));

    channel().resolved(UUID.randomUUID(), uuid(), "declined");
    awaitStatus("processing");
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("failed");
    assertThat(pay().field("code")).isEqualTo("card_declined");
    assertThat(DOWNSTREAMS.calls()).last().asString().contains("reversals");
  }

  @Test
  void newsDeliveredTwiceAndStaleNewsMoveThePaymentOnce() {
    payWithAction();
    UUID event = UUID.randomUUID();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));

    channel().resolved(event, uuid(), "approved");
    channel().resolved(event, uuid(), "approved");
    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    awaitTheEventsBefore();
    resume.resumeDue();
    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    awaitTheEventsBefore();

    assertThat(history()).hasSize(4);
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
    assertThat(casesOf(uuid())).isEmpty();
  }

  @Test
  void newsThatOvertakeTheAnswerAreNotOverlooked() {
    theConsumerListens();
    DOWNSTREAMS.channel(okJson(ACTION).withFixedDelay(2_000));
    CompletableFuture<Api.Reply> reply = CompletableFuture.supplyAsync(this::pay);
    await().atMost(SOON).until(() -> paymentsOf(merchantId) == 2);
    String attempt = "attempts/" + uuid();
    await()
        .atMost(SOON)
        .until(() -> DOWNSTREAMS.calls().stream().anyMatch(it -> it.contains(attempt)));
    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    await().atMost(SOON).until(this::prompted);

    assertThat(reply.join().field("status")).isEqualTo("processing");
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
  }

  @Test
  void newsOfAPaymentWithoutAnAnswerHaveItAskedAtOnce() {
    DOWNSTREAMS.channel(okJson("{\"channel\": \"sandbox\", \"result\": \"pending\"}"));
    pay();
    DOWNSTREAMS.channel(okJson(Downstreams.APPROVED));
    resume.resumeDue();
    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("processing");

    channel().resolved(UUID.randomUUID(), uuid(), "approved");
    awaitTheEventsBefore();
    resume.resumeDue();

    assertThat(statusOf(merchantId, "PAY_1")).isEqualTo("succeeded");
  }

  @Test
  void poisonGoesToTheDeadLettersAndThePartitionGoesOn() {
    payWithAction();
    UUID stranger = UUID.randomUUID();
    try (Consumer<String, byte[]> letters = deadLetters()) {
      channel().raw(uuid(), "not json");
      channel()
          .raw(
              uuid(),
              """
              {"event_id": "%s", "type": "attempt.resolved", "aggregate_id": "%s", "sequence": 1,
               "occurred_at": "2026-01-02T03:04:05Z", "data": {"attempt_id": "a"}}
              """
                  .formatted(UUID.randomUUID(), uuid()));
      channel().resolved(UUID.randomUUID(), stranger, "approved");
      channel().resolved(UUID.randomUUID(), uuid(), "approved");

      awaitStatus("processing");
      List<String> dead = new ArrayList<>();
      await()
          .atMost(SOON)
          .until(
              () -> {
                letters
                    .poll(Duration.ofMillis(200))
                    .forEach(
                        letter -> dead.add(new String(letter.value(), StandardCharsets.UTF_8)));
                return dead.contains("not json")
                    && dead.stream().anyMatch(text -> text.contains("\"attempt_id\": \"a\""))
                    && dead.stream().anyMatch(text -> text.contains(stranger.toString()));
              });
    }
  }

  private Api.Reply payWithAction() {
    DOWNSTREAMS.channel(okJson(ACTION));
    return pay();
  }

  private Api.Reply pay() {
    return merchant(merchantId).pay(key, body("PAY_1"));
  }

  private UUID uuid() {
    return uuidOf(merchantId, "PAY_1");
  }

  private ChannelEvents channel() {
    return new ChannelEvents(broker);
  }

  private void awaitStatus(String status) {
    await().atMost(SOON).until(() -> statusOf(merchantId, "PAY_1").equals(status));
  }

  /** Its first event takes longer than the others. */
  private void theConsumerListens() {
    merchant(merchantId).pay(newKey(), body("PAY_0"));
    awaitTheEventsBefore(uuidOf(merchantId, "PAY_0"));
  }

  private void awaitTheEventsBefore() {
    awaitTheEventsBefore(uuid());
  }

  /** A later event of the same key that had its effect: everything before it was seen. */
  private void awaitTheEventsBefore(UUID payment) {
    UUID last = UUID.randomUUID();
    channel().resolved(last, payment, "declined");
    await()
        .atMost(SOON)
        .until(
            () ->
                jdbc.sql("SELECT EXISTS (SELECT FROM inbox_event WHERE event_id = ?)")
                    .param(last)
                    .query(Boolean.class)
                    .single());
  }

  private boolean prompted() {
    return jdbc.sql("SELECT prompted FROM payment WHERE uuid = ?")
        .param(uuid())
        .query(Boolean.class)
        .single();
  }

  private List<@Nullable String> casesOf(UUID payment) {
    return jdbc.sql("SELECT kind || ' ' || status FROM reconciliation_case WHERE payment_uuid = ?")
        .param(payment)
        .query(String.class)
        .list();
  }

  private List<@Nullable String> history() {
    return jdbc.sql(
            """
            SELECT version || ' ' || from_status || ' > ' || to_status || ' by ' || actor
            FROM payment_transition WHERE payment_uuid = ? ORDER BY version
            """)
        .param(uuid())
        .query(String.class)
        .list();
  }

  private List<@Nullable String> events() {
    return jdbc.sql(
            "SELECT sequence || ' ' || type FROM outbox_event WHERE aggregate_id = ? ORDER BY sequence")
        .param(uuid())
        .query(String.class)
        .list();
  }

  private Consumer<String, byte[]> deadLetters() {
    Map<String, Object> settings =
        KafkaTestUtils.consumerProps(broker, "dead-letters-" + UUID.randomUUID(), true);
    Consumer<String, byte[]> consumer =
        new DefaultKafkaConsumerFactory<>(
                settings, new StringDeserializer(), new ByteArrayDeserializer())
            .createConsumer();
    broker.consumeFromAnEmbeddedTopic(consumer, "channel.events.dlt");
    return consumer;
  }
}
