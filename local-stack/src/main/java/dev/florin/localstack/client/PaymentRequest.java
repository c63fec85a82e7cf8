package dev.florin.localstack.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment to be made.
 *
 * @param amount in major units, exactly as typed
 * @param cardToken chooses how the sandbox behaves; none is approved
 */
public record PaymentRequest(
    String idempotencyKey,
    String user,
    String amount,
    String currency,
    String method,
    @Nullable String cardToken) {

  Map<String, String> body() {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("user_id", user);
    body.put("amount", amount);
    body.put("currency", currency);
    body.put("payment_method", method);
    if (cardToken != null) {
      body.put("payment_token", cardToken);
    }
    return body;
  }
}
