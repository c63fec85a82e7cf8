package dev.florin.localstack.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A payment's story for people: one line per step, with the time since the payment began and the
 * time that the step took, and a mark at the step that decided.
 *
 * @param story as the API answers it
 */
record Explanation(JsonNode story) {
  /** What a channel does to a payment that is decided. */
  private static final Set<String> FOLLOW_UPS = Set.of("capture", "void", "refund");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final String BOLD = "\u001B[1m";
  private static final String DIM = "\u001B[2m";
  private static final String GREEN = "\u001B[32m";
  private static final String RED = "\u001B[31m";
  private static final String YELLOW = "\u001B[33m";
  private static final String PLAIN = "\u001B[0m";

  private static final Duration AS_MILLIS = Duration.ofSeconds(10);
  private static final Duration AS_SECONDS = Duration.ofMinutes(2);
  private static final Duration AS_MINUTES = Duration.ofHours(2);

  String json() {
    return JSON.writeValueAsString(story);
  }

  /**
   * The lines.
   *
   * @param trace where the trace can be looked at
   */
  String text(@Nullable String trace, boolean colours) {
    StringBuilder text = new StringBuilder();
    String status = field("status");
    text.append(
        "%s  %s %s  %s%n"
            .formatted(
                colour(BOLD, field("payment_id"), colours),
                field("amount"),
                field("currency"),
                colour(colourOf(status), status.replace('_', ' '), colours)));
    text.append("decided by  %s%n".formatted(story.at("/decided_by/text").asString("")));
    if (story.path("duration_ms").isNumber()) {
      text.append("took        %s%n".formatted(time(story.path("duration_ms").asLong())));
    }
    if (trace != null) {
      text.append("trace       %s%n".formatted(trace));
    }
    for (JsonNode service : story.path("incomplete")) {
      text.append(
          colour(
                  YELLOW,
                  "missing     %s did not answer; ask again".formatted(service.asString()),
                  colours)
              + System.lineSeparator());
    }
    text.append(System.lineSeparator());
    entries(text, colours);
    return text.toString().stripTrailing();
  }

  private void entries(StringBuilder text, boolean colours) {
    List<JsonNode> entries = story.path("entries").valueStream().toList();
    if (entries.isEmpty()) {
      return;
    }
    JsonNode deciding = deciding(entries);
    Instant start = Instant.parse(entries.getFirst().path("at").asString());
    for (JsonNode entry : entries) {
      long since = Duration.between(start, Instant.parse(entry.path("at").asString())).toMillis();
      String took =
          entry.path("duration_ms").isNumber() ? time(entry.path("duration_ms").asLong()) : "";
      String line = entry.path("text").asString();
      text.append(
          "%10s  %8s  %s  %s%n"
              .formatted(
                  "+" + time(since),
                  took,
                  colour(DIM, "%-20s".formatted(entry.path("service").asString()), colours),
                  entry.equals(deciding) ? colour(BOLD, line + "  <- decided", colours) : line));
    }
  }

  /** The last answer of the step that decided; none while nothing has. */
  private @Nullable JsonNode deciding(List<JsonNode> entries) {
    List<String> prefixes =
        switch (story.at("/decided_by/step").asString("")) {
          case "risk" -> List.of("risk.");
          case "account" -> List.of("ledger.", "hold.");
          case "channel" -> List.of("channel.");
          default -> List.of("payment.");
        };
    return story.at("/decided_by/step").asString("none").equals("none")
        ? null
        : entries.stream()
            .filter(entry -> prefixes.stream().anyMatch(entry.path("what").asString()::startsWith))
            .filter(entry -> !entry.path("what").asString().equals("channel.sent"))
            .filter(entry -> !FOLLOW_UPS.contains(entry.at("/details/operation").asString("")))
            .reduce((_, later) -> later)
            .orElse(null);
  }

  private static String time(long millis) {
    Duration time = Duration.ofMillis(millis);
    if (time.compareTo(AS_MILLIS) < 0) {
      return millis + " ms";
    }
    if (time.compareTo(AS_SECONDS) < 0) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    return time.compareTo(AS_MINUTES) < 0 ? time.toMinutes() + " min" : time.toHours() + " h";
  }

  private static String colourOf(String status) {
    return switch (status) {
      case "succeeded" -> GREEN;
      case "failed", "canceled", "expired" -> RED;
      default -> YELLOW;
    };
  }

  private static String colour(String colour, String text, boolean colours) {
    return colours ? colour + text + PLAIN : text;
  }

  private String field(String name) {
    return story.path(name).asString("");
  }
}
