package dev.florin.localstack.client;

/** The platform refused a call or did not answer; the message is for a person. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApiException(String message) {
    super(message);
  }

  ApiException(String message, Throwable cause) {
    super(message, cause);
  }
}
