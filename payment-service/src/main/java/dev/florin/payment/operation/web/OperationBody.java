package dev.florin.payment.operation.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.florin.web.json.AmountText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for a capture or a void as it is sent; nothing of it has been checked.
 *
 * @param amount the amount's text, exactly as it was sent
 * @param currency none but the payment's
 * @param finalCapture of a capture: whether what is left is released
 * @param reason why
 * @param idempotencyKey in place of the header, for clients that cannot set one
 * @param others fields that mean nothing here
 */
record OperationBody(
    @JsonDeserialize(using = AmountText.class) @Nullable String amount,
    @Nullable String currency,
    @Schema(defaultValue = "true") @Nullable Boolean finalCapture,
    @Schema(maxLength = OperationReader.MAX_REASON) @Nullable String reason,
    @Nullable String idempotencyKey,
    @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {

  /** A request without a body. */
  static final OperationBody NONE = new OperationBody(null, null, null, null, null, null);
}
