package dev.florin.notification.delivery.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.florin.notification.delivery.Notification;
import dev.florin.notification.delivery.Notifications;
import dev.florin.notification.delivery.Notifications.Page;
import dev.florin.notification.delivery.Notifications.Query;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Notifications to read: a merchant's own, or those of a user's own payments. */
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsController {

  private static final int MAX_LIMIT = 100;

  /** What payment-service takes for a payment's name. */
  private static final Pattern PAYMENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}");

  private final Notifications notifications;

  NotificationsController(Notifications notifications) {
    this.notifications = notifications;
  }

  @GetMapping
  @Operation(operationId = "listNotifications", summary = "List notifications, newest first")
  PageDocument list(
      @RequestParam(name = "payment_id", required = false) @Nullable String paymentId,
      @RequestParam(defaultValue = "10") int limit,
      @RequestParam(name = "starting_after", required = false) @Nullable UUID startingAfter,
      Caller caller) {
    String merchantId = caller.requireMerchant();
    if (limit < 1 || limit > MAX_LIMIT) {
      throw invalid("limit", "limit must be between 1 and " + MAX_LIMIT);
    }
    if (paymentId != null && !PAYMENT_ID.matcher(paymentId).matches()) {
      throw invalid("payment_id", "payment_id is not one that a payment can have");
    }
    String userId = caller.kind() == Caller.Kind.USER ? caller.subject() : null;
    if (startingAfter != null && !isVisible(startingAfter, merchantId, userId)) {
      throw invalid("starting_after", "starting_after is not a notification of yours");
    }
    Page page = notifications.list(new Query(merchantId, userId, paymentId, startingAfter, limit));
    return new PageDocument(
        page.notifications().stream().map(NotificationDocument::of).toList(), page.hasMore());
  }

  private boolean isVisible(UUID id, String merchantId, @Nullable String userId) {
    return notifications
        .find(merchantId, id)
        .filter(it -> userId == null || userId.equals(it.userId()))
        .isPresent();
  }

  private static ProblemException invalid(String param, String detail) {
    return new ProblemException(CommonError.INVALID_PARAMETER, detail).param(param);
  }

  /** A page of notifications. */
  record PageDocument(List<NotificationDocument> data, boolean hasMore) {}

  /** A notification as merchants see it; {@code data} is the payment as it was then. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record NotificationDocument(
      UUID notificationId,
      UUID eventId,
      String type,
      String paymentId,
      String status,
      JsonNode data,
      @Nullable String traceId,
      Instant createdAt,
      Instant deliveredAt) {

    static NotificationDocument of(Notification notification) {
      return new NotificationDocument(
          notification.id(),
          notification.eventId(),
          notification.type(),
          notification.paymentId(),
          notification.status(),
          notification.payload(),
          notification.traceId(),
          notification.createdAt(),
          notification.deliveredAt());
    }
  }
}
