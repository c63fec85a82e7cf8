package dev.florin.payment.idempotency;

import dev.florin.web.idempotency.IdempotencyKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Within which a key names one request: the same key of another merchant, of another subject or for
 * another operation is another request.
 */
public record RequestScope(
    String merchantId, String subject, String operation, IdempotencyKey key) {

  /** The cache's key; encoded, so that no two scopes share one. */
  String cacheKey() {
    return Stream.of("idempotency", merchantId, subject, operation, key.value())
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8))
        .collect(Collectors.joining(":"));
  }
}
