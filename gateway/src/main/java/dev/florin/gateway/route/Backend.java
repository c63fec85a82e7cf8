package dev.florin.gateway.route;

import java.util.Locale;

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
}
