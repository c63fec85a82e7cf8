package dev.florin.notification.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a merchant was told about one of its payments.
 *
 * @param id UUIDv7, so that ids follow time
 * @param eventId the event it tells; one event makes one notification
 * @param merchantId whom it concerns
 * @param userId whose payment it was
 * @param paymentUuid the payment's internal id
 * @param paymentId the merchant's name for the payment
 * @param type the event's type
 * @param status the payment's status at the time of the event, never a fresher one
 * @param payload the event's data as delivered
 * @param traceId the trace that caused the event
 */
public record Notification(
    UUID id,
    UUID eventId,
    String merchantId,
    String userId,
    UUID paymentUuid,
    String paymentId,
    String type,
    String status,
    JsonNode payload,
    @Nullable String traceId,
    Instant createdAt,
    Instant deliveredAt) {}
