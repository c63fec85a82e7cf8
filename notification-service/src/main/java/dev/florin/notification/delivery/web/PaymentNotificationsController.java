package dev.florin.notification.delivery.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.notification.delivery.Notification;
import dev.florin.notification.delivery.Notifications;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was told about a payment, for the services that explain it. */
@RestController
class PaymentNotificationsController {

  private final Notifications notifications;

  PaymentNotificationsController(Notifications notifications) {
    this.notifications = notifications;
  }

  /** All that a payment has. */
  record Told(List<Line> notifications) {}

  /** A notification without what it told. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      UUID notificationId,
      UUID eventId,
      String merchantId,
      String type,
      String status,
      Instant createdAt,
      Instant deliveredAt,
      @Nullable String traceId) {

    private static Line of(Notification notification) {
      return new Line(
          notification.id(),
          notification.eventId(),
          notification.merchantId(),
          notification.type(),
          notification.status(),
          notification.createdAt(),
          notification.deliveredAt(),
          notification.traceId());
    }
  }

  @GetMapping("/internal/notifications")
  Told list(@RequestParam(name = "payment_uuid") UUID paymentUuid) {
    return new Told(notifications.of(paymentUuid).stream().map(Line::of).toList());
  }
}
