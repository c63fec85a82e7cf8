package dev.florin.payment.resolution;

import dev.florin.outbox.EventEnvelope;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Listens to what channels told about attempts after they had answered. */
@Component
class AttemptEvents {

  private final JsonMapper json;
  private final TakeAttemptNews news;

  AttemptEvents(JsonMapper json, TakeAttemptNews news) {
    this.json = json;
    this.news = news;
  }

  @KafkaListener(topics = "channel.events", groupId = "${spring.application.name}")
  void on(EventEnvelope<JsonNode> event) {
    switch (event.type()) {
      case "attempt.resolved" -> news.resolved(event.eventId(), attempt(event));
      case "attempt.contradicted" -> news.contradicted(event.eventId(), attempt(event));
      case "attempt.duplicated" -> news.duplicated(event.eventId(), attempt(event));
      case "attempt.mismatched" -> news.mismatched(event.eventId(), attempt(event));
      // Channels tell others more than payments need to know.
      default -> {}
    }
  }

  private AttemptTold attempt(EventEnvelope<JsonNode> event) {
    return json.treeToValue(event.data(), AttemptTold.class);
  }
}
