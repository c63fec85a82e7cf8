package dev.florin.gateway.route;

import dev.florin.gateway.overload.ChangeLimit;
import java.util.Locale;
import org.springframework.http.HttpMethod;

/** The services behind the edge. */
enum Backend {
  IDENTITY,
  PAYMENT,
  ACCOUNT,
  CHANNEL,
  NOTIFICATION;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether its requests of this kind count as changes that are limited. Log-ins do not: passwords
   * are slow to check on purpose.
   */
  boolean isLimited(HttpMethod method) {
    return this != IDENTITY && ChangeLimit.isChange(method.name());
  }
}
