package dev.florin.localstack.embedded;

/** A server cannot be unpacked or started; the message says which one and why, for a person. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
