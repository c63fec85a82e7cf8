package dev.florin.sandbox.charge.web;

/** The provider's own error format. */
record ErrorAnswer(Refusal error) {

  record Refusal(String code, String message) {}

  static ErrorAnswer of(String code, String message) {
    return new ErrorAnswer(new Refusal(code, message));
  }
}
