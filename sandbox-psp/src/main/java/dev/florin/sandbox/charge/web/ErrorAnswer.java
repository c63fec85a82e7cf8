package dev.florin.sandbox.charge.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The provider's own error format. */
record ErrorAnswer(Refusal error) {

  /**
   * What was refused and why.
   *
   * @param reference the caller's own, by which it tells this answer from a stranger's; absent
   *     where the request was not read that far
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Refusal(String code, String message, @Nullable String reference) {}

  static ErrorAnswer of(String code, String message) {
    return new ErrorAnswer(new Refusal(code, message, null));
  }

  static ErrorAnswer about(String reference, String code, String message) {
    return new ErrorAnswer(new Refusal(code, message, reference));
  }
}
