package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours.Notification;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** notification-service, as far as a story needs it. */
@HttpExchange
interface NotificationsClient {

  @GetExchange("/internal/notifications")
  Notifications ofPayment(@RequestParam("payment_uuid") UUID paymentUuid);

  record Notifications(List<Notification> notifications) {}
}
