package dev.florin.payment.operation.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.florin.web.json.AmountText;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for a refund as it is sent; nothing of it has been checked.
 *
 * @param amount the amount's text, exactly as it was sent
 * @param currency none but the payment's
 * @param reason why; not blank
 * @param idempotencyKey in place of the header, for clients that cannot set one
 * @param others fields that mean nothing here
 */
record RefundBody(
    @JsonDeserialize(using = AmountText.class) @Nullable String amount,
    @Nullable String currency,
    @Schema(
            requiredMode = RequiredMode.REQUIRED,
            minLength = 1,
            maxLength = OperationReader.MAX_REASON)
        @Nullable String reason,
    @Nullable String idempotencyKey,
    @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {

  OperationBody operation() {
    return new OperationBody(amount, currency, null, reason, idempotencyKey, others);
  }
}
