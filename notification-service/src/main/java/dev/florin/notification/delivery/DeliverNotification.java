package dev.florin.notification.delivery;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.florin.fault.FaultPoint;
import dev.florin.notification.delivery.NotificationObservation.Detail;
import dev.florin.notification.delivery.NotificationObservation.Label;
import dev.florin.outbox.EventEnvelope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Delivers an event once: whether it was delivered before is decided with the delivery itself. */
@Component
class DeliverNotification {

  static final String CONSUMER = "notification-service";

  private static final Logger log = LoggerFactory.getLogger(DeliverNotification.class);

  private final Notifications notifications;
  private final TransactionOperations transactions;
  private final ObservationRegistry observations;
  private final MeterRegistry meters;

  DeliverNotification(
      Notifications notifications,
      TransactionOperations transactions,
      ObservationRegistry observations,
      MeterRegistry meters) {
    this.notifications = notifications;
    this.transactions = transactions;
    this.observations = observations;
    this.meters = meters;
  }

  void deliver(EventEnvelope<PaymentTold> event) {
    Observation observation =
        NotificationObservation.SEND
            .observation(observations)
            .lowCardinalityKeyValue(Label.TYPE.withValue(event.type()))
            .highCardinalityKeyValue(Detail.PAYMENT_ID.withValue(event.data().paymentId()))
            .highCardinalityKeyValue(Detail.EVENT_ID.withValue(event.eventId().toString()));
    observation.observe(
        () -> {
          boolean first = store(event);
          FaultPoint.NOTIFICATION_STORE_AFTER_COMMIT.reach();
          observation.lowCardinalityKeyValue(
              Label.OUTCOME.withValue(first ? "delivered" : "repeated"));
          if (first) {
            tell(event);
          }
        });
  }

  private boolean store(EventEnvelope<PaymentTold> event) {
    return Boolean.TRUE.equals(
        transactions.execute(
            status -> {
              UUID id = UuidCreator.getTimeOrderedEpoch();
              boolean first =
                  notifications.insert(
                      id, event.eventId(), event.type(), event.data(), event.traceId());
              FaultPoint.NOTIFICATION_STORE_BEFORE_COMMIT.reach();
              return first;
            }));
  }

  /** One line per delivery, which says of whom it is only by the merchant's own names. */
  private void tell(EventEnvelope<PaymentTold> event) {
    Counter.builder("notifications.delivered")
        .description("Notifications delivered, each event once")
        .tag("type", event.type())
        .register(meters)
        .increment();
    log.atInfo()
        .addKeyValue("event_id", event.eventId())
        .addKeyValue("event_type", event.type())
        .addKeyValue("merchant_id", event.data().merchantId())
        .addKeyValue("payment_id", event.data().paymentId())
        .addKeyValue("payment_status", event.data().status())
        .log("Notification delivered");
  }
}
