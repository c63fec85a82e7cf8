package dev.florin.account.integrity;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a table's order.
 *
 * @param key a position or an id; null for behind the last one
 * @param version the second part of the order, where it has one
 */
record Place(@Nullable String key, long version) {

  /** The parameters of checks over what is behind this place and not behind the other. */
  Map<String, @Nullable Object> upTo(Place end) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("after", key);
    parameters.put("afterVersion", version);
    parameters.put("to", end.key());
    parameters.put("toVersion", end.version());
    return parameters;
  }
}
