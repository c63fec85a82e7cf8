package dev.florin.payment.authorization.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.florin.payment.payment.ExternalNames;
import dev.florin.payment.payment.Payment;
import dev.florin.web.json.AmountText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for a payment as it is sent; nothing of it has been checked.
 *
 * @param amount the amount's text, exactly as it was sent
 * @param paymentId made up by the platform if it is not sent
 * @param paymentToken stands for the payer's means; card numbers are refused everywhere
 * @param captureMethod manual holds the money until it is captured
 * @param metadata up to 50 entries, names of up to 40 and values of up to 500 characters
 * @param idempotencyKey in place of the header, for clients that cannot set one
 * @param others fields that mean nothing here
 */
record PaymentRequest(
    @Schema(pattern = ExternalNames.PATTERN) @Nullable String paymentId,
    @Schema(pattern = ExternalNames.PATTERN, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String userId,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(using = AmountText.class)
        @Nullable String amount,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String currency,
    @Schema(implementation = Payment.Method.class, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable String paymentMethod,
    @Schema(pattern = RequestReader.TOKEN_PATTERN) @Nullable String paymentToken,
    @Schema(implementation = Payment.CaptureMethod.class, defaultValue = "automatic")
        @Nullable String captureMethod,
    @Schema(maxLength = RequestReader.MAX_DESCRIPTION) @Nullable String description,
    @Nullable Map<String, @Nullable String> metadata,
    @Nullable String idempotencyKey,
    @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {}
