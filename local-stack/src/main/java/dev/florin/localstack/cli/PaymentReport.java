package dev.florin.localstack.cli;

import dev.florin.localstack.client.Answer;
import dev.florin.localstack.stack.Stack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What became of a payment, in the same fields whether it succeeded, waits or was refused. */
record PaymentReport(Map<String, @Nullable Object> fields) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int ACCEPTED = 202;

  /** After these it may have been made all the same, as the tables of errors say. */
  private static final Set<String> AMBIGUOUS =
      Set.of(
          "internal_error",
          "deadline_exceeded",
          "no_answer",
          "idempotency_in_progress",
          "database_unavailable");

  enum Outcome {
    SUCCEEDED,
    /** Accepted; it waits for somebody, or what became of it is not known yet. */
    OPEN,
    NOT_PAID
  }

  /**
   * The report of an answer.
   *
   * @param key the request's idempotency key, to send it again with
   */
  static PaymentReport of(Answer answer, String key) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("payment_id", answer.text("payment_id").orElse(null));
    fields.put("status", status(answer));
    fields.put("transaction_id", answer.text("transaction_id").orElse(null));
    fields.put("message", answer.text("message").or(() -> answer.text("detail")).orElse(null));
    fields.put("trace_id", answer.traceId().orElse(null));
    fields.put("key", key);
    fields.put("http_status", answer.status());
    if (answer.isReplayed()) {
      fields.put("replayed", true);
    }
    answer.text("code").ifPresent(code -> fields.put("code", code));
    answer.text("decline_code").ifPresent(code -> fields.put("decline_code", code));
    if (answer.body().get("next_action") instanceof ObjectNode action) {
      fields.put("next_action", action);
    }
    return new PaymentReport(fields);
  }

  Outcome outcome() {
    if ("succeeded".equals(fields.get("status"))) {
      return Outcome.SUCCEEDED;
    }
    boolean isOpen =
        Objects.equals(fields.get("http_status"), ACCEPTED)
            || (fields.get("code") instanceof String code && AMBIGUOUS.contains(code));
    return isOpen ? Outcome.OPEN : Outcome.NOT_PAID;
  }

  String json() {
    return JSON.writeValueAsString(fields);
  }

  /**
   * The same for a person.
   *
   * @param script how the launcher is called
   */
  String text(Stack stack, String script) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) -> {
          if (value != null) {
            text.append("%-15s %s%n".formatted(name.replace('_', ' '), inWords(value)));
          }
        });
    if (fields.get("trace_id") instanceof String traceId) {
      text.append("%-15s %s%n".formatted("trace", stack.trace(traceId)));
    }
    if (fields.get("payment_id") instanceof String paymentId) {
      text.append("%-15s %s explain %s%n".formatted("story", script, paymentId));
    }
    return text.toString().stripTrailing();
  }

  private static String inWords(Object value) {
    return value instanceof ObjectNode object
        ? object
            .valueStream()
            .filter(field -> !field.isNull())
            .map(JsonNode::asString)
            .collect(Collectors.joining(" "))
        : value.toString();
  }

  /** A payment has a status; a problem has one only if there was a payment. */
  private static @Nullable String status(Answer answer) {
    return answer
        .text("payment_status")
        .or(() -> answer.isSuccess() ? answer.text("status") : Optional.empty())
        .orElse(answer.isSuccess() ? null : "refused");
  }
}
