package dev.florin.payment.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person decides on a payment. */
public enum Decision {
  /** It goes on. */
  APPROVE,
  /** It ends. */
  DECLINE;

  /** The name on the wire and in the database. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The decision of that name. */
  public static Optional<Decision> of(String wireName) {
    return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
  }
}
