package dev.florin.localstack.client;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An answer of the platform.
 *
 * @param traceId from the response's header or body, empty when neither has it
 * @param isReplayed whether it is the stored answer to an earlier request with the same key
 */
public record Answer(int status, JsonNode body, Optional<String> traceId, boolean isReplayed) {
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** A text field of the body, if it is there. */
  public Optional<String> text(String field) {
    JsonNode value = body.path(field);
    return value.isString() ? Optional.of(value.asString()) : Optional.empty();
  }

  /**
   * This answer, if it is a success.
   *
   * @throws ApiException otherwise, with the reason that the platform gives
   */
  public Answer orRefuse(String what) {
    if (isSuccess()) {
      return this;
    }
    String why =
        text("detail").or(() -> text("error_description")).or(() -> text("error")).orElse("");
    throw new ApiException("%s: HTTP %d %s".formatted(what, status, why).strip());
  }
}
