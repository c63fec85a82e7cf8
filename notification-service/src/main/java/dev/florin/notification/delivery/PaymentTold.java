package dev.florin.notification.delivery;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a payment event that this service reads, and the whole of it, which is passed on.
 * An event that lacks one of them cannot be told and is malformed.
 */
record PaymentTold(
    UUID paymentUuid,
    String paymentId,
    String merchantId,
    String userId,
    String status,
    JsonNode payload) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static PaymentTold of(JsonNode data) {
    return new PaymentTold(
        UUID.fromString(text(data, "payment_uuid")),
        text(data, "payment_id"),
        text(data, "merchant_id"),
        text(data, "user_id"),
        text(data, "status"),
        data);
  }

  private static String text(JsonNode data, String field) {
    JsonNode value = data.path(field);
    if (!value.isString() || value.asString().isBlank()) {
      throw new IllegalArgumentException("A payment event needs " + field);
    }
    return value.asString();
  }
}
