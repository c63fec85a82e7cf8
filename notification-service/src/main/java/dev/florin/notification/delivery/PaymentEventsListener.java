package dev.florin.notification.delivery;

import dev.florin.outbox.EventEnvelope;
import java.util.Set;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Receives payment events; what cannot be read or told becomes a dead letter. */
@Component
class PaymentEventsListener {

  /** What merchants are told; see docs/events. */
  static final Set<String> TYPES =
      Set.of(
          "payment.succeeded",
          "payment.failed",
          "payment.requires_review",
          "payment.requires_action",
          "payment.requires_capture",
          "payment.captured",
          "payment.canceled",
          "payment.expired",
          "payment.refunded",
          "payment.refund_failed");

  private final DeliverNotification deliver;

  PaymentEventsListener(DeliverNotification deliver) {
    this.deliver = deliver;
  }

  @KafkaListener(topics = "payment.events", groupId = DeliverNotification.CONSUMER)
  void on(EventEnvelope<PaymentTold> event) {
    if (!TYPES.contains(event.type())) {
      throw new UnknownEventTypeException(event.type());
    }
    deliver.deliver(event);
  }

  /** A type that this version does not know: a merchant must not silently miss it. */
  static final class UnknownEventTypeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownEventTypeException(String type) {
      super("No notification is known for events of type " + type);
    }
  }
}
