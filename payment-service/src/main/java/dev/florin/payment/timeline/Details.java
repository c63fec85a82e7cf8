package dev.florin.payment.timeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The details of an entry; what is not known is left out. */
final class Details {

  private final Map<String, Object> values = new LinkedHashMap<>();

  Details with(String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
    return this;
  }

  Map<String, Object> toMap() {
    return values;
  }
}
