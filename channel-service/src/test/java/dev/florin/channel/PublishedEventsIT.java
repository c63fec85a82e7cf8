package dev.florin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.channel.attempt.SettleAttempt;
import dev.florin.channel.channel.ChannelResult.Approved;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.context.EmbeddedKafka;
import org.springframework.kafka.test.utils.KafkaTestUtils;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@EmbeddedKafka(
    topics = "channel.events",
    partitions = 2,
    bootstrapServersProperty = "spring.kafka.bootstrap-servers")
@TestPropertySource(properties = "florin.outbox.relay.enabled=true")
class PublishedEventsIT extends ChannelIntegration {

  private final MockMvc mvc;
  private final SettleAttempt settleAttempt;
  private final EmbeddedKafkaBroker kafka;

  @Autowired
  PublishedEventsIT(MockMvc mvc, SettleAttempt settleAttempt, EmbeddedKafkaBroker kafka) {
    this.mvc = mvc;
    this.settleAttempt = settleAttempt;
    this.kafka = kafka;
  }

  @Test
  void whatACallbackSettlesIsPublishedUnderThePaymentsKey() throws Exception {
    UUID payment = UUID.randomUUID();
    whenCharging(aResponse().withStatus(500));
    pay(payment);

    settleAttempt.hear("sandbox", "msg_1", payment + "_1", _ -> new Approved("ch_1"));

    ConsumerRecord<String, String> published = next();
    assertThat(published.key()).isEqualTo(payment.toString());
    JsonNode event = JsonMapper.shared().readTree(published.value());
    EventSchemas.assertValid("attempt.resolved", event);
    assertThat(event.at("/data/attempt_id").asString()).isEqualTo(payment + "_1");
  }

  private ConsumerRecord<String, String> next() {
    Map<String, Object> settings = KafkaTestUtils.consumerProps(kafka, "events-test", true);
    settings.put("auto.offset.reset", "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      kafka.consumeFromAnEmbeddedTopic(consumer, "channel.events");
      return KafkaTestUtils.getSingleRecord(consumer, "channel.events", Duration.ofSeconds(20));
    }
  }

  private void pay(UUID payment) throws Exception {
    mvc.perform(
        MockMvcRequestBuilders.put("/internal/attempts/" + payment + "_1")
            .contentType(MediaType.APPLICATION_JSON)
            .content(
                """
                {"payment_uuid":"%s","merchant_id":"demo","amount":"19.99","currency":"USD",
                "payment_method":"credit_card"}"""
                    .formatted(payment))
            .with(
                SecurityMockMvcRequestPostProcessors.jwt()
                    .authorities(new SimpleGrantedAuthority("SCOPE_internal"))));
  }
}
