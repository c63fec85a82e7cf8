package dev.florin.notification.delivery;

import dev.florin.outbox.EventEnvelope;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Receives payment events; what cannot be read or told becomes a dead letter. */
@Component
class PaymentEventsListener {

  private final DeliverNotification deliver;

  PaymentEventsListener(DeliverNotification deliver) {
    this.deliver = deliver;
  }

  @KafkaListener(topics = "payment.events", groupId = DeliverNotification.CONSUMER)
  void on(EventEnvelope<PaymentTold> event) {
    switch (event.type()) {
      case "payment.succeeded", "payment.failed" -> deliver.deliver(event);
      default -> throw new UnknownEventTypeException(event.type());
    }
  }

  /** A type that this version does not know: a merchant must not silently miss it. */
  static final class UnknownEventTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownEventTypeException(String type) {
      super("No notification is known for events of type " + type);
    }
  }
}
