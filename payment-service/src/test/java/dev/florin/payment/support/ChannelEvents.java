package dev.florin.payment.support;

import java.util.UUID;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.utils.KafkaTestUtils;

/** What channel-service publishes. */
public final class ChannelEvents {

  private final EmbeddedKafkaBroker broker;

  public ChannelEvents(EmbeddedKafkaBroker broker) {
    this.broker = broker;
  }

  /** An attempt came to its end after it had been answered. */
  public void resolved(UUID eventId, UUID payment, String result) {
    send("attempt.resolved", eventId, payment, data(payment, result));
  }

  /** An attempt is told to have another end than before. */
  public void contradicted(UUID eventId, UUID payment, String result, String was) {
    send(
        "attempt.contradicted",
        eventId,
        payment,
        "%s, \"was\": \"%s\"".formatted(data(payment, result), was));
  }

  /** An attempt at an operation was approved after all. */
  public void approvedLate(UUID eventId, UUID payment, String attemptId, String operation) {
    approvedLate(eventId, payment, attemptId, operation, "");
  }

  /** An attempt at an operation was approved after all, of another amount. */
  public void approvedLate(
      UUID eventId, UUID payment, String attemptId, String operation, String confirmed) {
    String more =
        confirmed.isEmpty()
            ? ""
            : ", \"confirmed_amount\": \"%s\", \"confirmed_currency\": \"USD\""
                .formatted(confirmed);
    send(
        "attempt.contradicted",
        eventId,
        payment,
        "%s, \"was\": \"not_sent\"%s"
            .formatted(
                data(payment, "approved")
                    .replace(payment + "_1", attemptId)
                    .replace("\"charge\"", '"' + operation + '"'),
                more));
  }

  /** An attempt that had been given up is told to be approved, of another amount. */
  public void contradicted(UUID eventId, UUID payment, String confirmed) {
    send(
        "attempt.contradicted",
        eventId,
        payment,
        "%s, \"was\": \"declined\", \"confirmed_amount\": \"%s\", \"confirmed_currency\": \"USD\""
            .formatted(data(payment, "approved"), confirmed));
  }

  /** The channel names a second transaction of an open attempt. */
  public void duplicated(UUID eventId, UUID payment, String first) {
    send(
        "attempt.duplicated",
        eventId,
        payment,
        "%s, \"known_transaction_id\": \"%s\"".formatted(data(payment, "approved"), first));
  }

  /** The channel confirms another amount. */
  public void mismatched(UUID eventId, UUID payment, String confirmed) {
    send(
        "attempt.mismatched",
        eventId,
        payment,
        "%s, \"confirmed_amount\": \"%s\", \"confirmed_currency\": \"USD\""
            .formatted(data(payment, "approved"), confirmed));
  }

  /** Any text. */
  public void raw(UUID payment, String value) {
    var producers =
        new DefaultKafkaProducerFactory<>(
            KafkaTestUtils.producerProps(broker), new StringSerializer(), new StringSerializer());
    try {
      new KafkaTemplate<>(producers).send("channel.events", payment.toString(), value).join();
    } finally {
      producers.destroy();
    }
  }

  private void send(String type, UUID eventId, UUID payment, String data) {
    raw(
        payment,
        """
        {"event_id": "%s", "type": "%s", "aggregate_id": "%s", "sequence": 3,
         "occurred_at": "2026-01-02T03:04:05Z", "data": {%s}}
        """
            .formatted(eventId, type, payment, data));
  }

  private static String data(UUID payment, String result) {
    return """
        "attempt_id": "%s_1", "payment_uuid": "%s", "merchant_id": "any", "operation": "charge",
        "result": "%s", "transaction_id": "ch_9", "amount": "19.99", "currency": "USD",
        "channel": "sandbox"
        """
        .formatted(payment, payment, result);
  }
}
