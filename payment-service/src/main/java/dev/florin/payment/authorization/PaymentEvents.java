package dev.florin.payment.authorization;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.outbox.Outbox;
import dev.florin.outbox.OutboxEvent;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentDocument;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells all who want to know what became of a payment: in the transaction that decides it. */
@Component
public class PaymentEvents {

  private static final String TOPIC = "payment.events";

  private final Outbox outbox;
  private final JsonMapper json;
  private final ObservationRegistry observations;

  PaymentEvents(Outbox outbox, JsonMapper json, ObservationRegistry observations) {
    this.outbox = outbox;
    this.json = json;
    this.observations = observations;
  }

  /** Tells where the payment stands. */
  public void tell(Payment payment, String type) {
    tell(payment, type, Map.of());
  }

  /**
   * Tells where the payment stands, and what happened to it.
   *
   * @param payment as it is after what happened, with an {@code eventSequence} of its own
   * @param more fields beside those of the payment
   */
  public void tell(Payment payment, String type, Map<String, String> more) {
    PaymentObservation.SEND_NOTIFICATION
        .observation(observations)
        .observe(() -> outbox.append(event(payment, type, more)));
  }

  private OutboxEvent event(Payment payment, String type, Map<String, String> more) {
    ObjectNode data = json.valueToTree(PaymentDocument.of(payment));
    data.put("payment_uuid", payment.id().toString());
    data.put("channel", payment.charge() == null ? null : payment.charge().channel());
    more.forEach(data::put);
    return new OutboxEvent(
        UuidCreator.getTimeOrderedEpoch(),
        TOPIC,
        payment.id().value(),
        payment.funds().eventSequence(),
        type,
        payment.updatedAt(),
        data);
  }
}
