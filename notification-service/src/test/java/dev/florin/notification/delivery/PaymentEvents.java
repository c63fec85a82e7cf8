package dev.florin.notification.delivery;

import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Payment events as payment-service sends them. */
final class PaymentEvents {

  private static final JsonMapper JSON = new JsonMapper();

  private PaymentEvents() {}

  static ObjectNode data(String paymentId, String merchantId) {
    return JSON.createObjectNode()
        .put("payment_uuid", UUID.randomUUID().toString())
        .put("payment_id", paymentId)
        .put("merchant_id", merchantId)
        .put("user_id", "USER_1")
        .put("amount", "19.99")
        .put("currency", "USD")
        .put("status", "succeeded")
        .put("channel", "sandbox");
  }

  static String envelope(UUID eventId, String type, ObjectNode data) {
    ObjectNode envelope =
        JSON.createObjectNode()
            .put("event_id", eventId.toString())
            .put("type", type)
            .put("aggregate_id", data.get("payment_uuid").asString())
            .put("sequence", 2)
            .put("occurred_at", "2026-05-01T10:15:30.264Z")
            .put("trace_id", "0af7651916cd43dd8448eb211c80319c");
    envelope.set("data", data);
    return envelope.toString();
  }
}
