package dev.florin.payment.payment;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids on the wire that are a UUID behind what they name. */
public final class PublicIds {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private PublicIds() {}

  /** The UUID of an id that begins like that; empty if the text is no such id. */
  public static Optional<UUID> parse(String prefix, String id) {
    if (!id.startsWith(prefix)) {
      return Optional.empty();
    }
    String uuid = id.substring(prefix.length());
    return UUID_TEXT.matcher(uuid).matches()
        ? Optional.of(UUID.fromString(uuid))
        : Optional.empty();
  }
}
