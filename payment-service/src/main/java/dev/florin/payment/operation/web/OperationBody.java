package dev.florin.payment.operation.web;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.florin.web.json.AmountText;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A request for an operation as it is sent; nothing of it has been checked.
 *
 * @param amount the amount's text, exactly as it was sent
 * @param others fields that mean nothing here
 */
record OperationBody(
    @JsonDeserialize(using = AmountText.class) @Nullable String amount,
    @Nullable String currency,
    @Nullable Boolean finalCapture,
    @Nullable String reason,
    @Nullable String idempotencyKey,
    @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {

  /** A request without a body. */
  static final OperationBody NONE = new OperationBody(null, null, null, null, null, null);
}
