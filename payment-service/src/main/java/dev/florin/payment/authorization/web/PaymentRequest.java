package dev.florin.payment.authorization.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.florin.web.json.AmountText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for a payment as it is sent; nothing of it has been checked.
 *
 * @param amount the amount's text, exactly as it was sent
 * @param others fields that mean nothing here
 */
record PaymentRequest(
    @Nullable String paymentId,
    @Nullable String userId,
    @JsonDeserialize(using = AmountText.class) @Nullable String amount,
    @Nullable String currency,
    @Nullable String paymentMethod,
    @Nullable String paymentToken,
    @Nullable String captureMethod,
    @Nullable String description,
    @Nullable Map<String, @Nullable String> metadata,
    @Nullable String idempotencyKey,
    @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {}
