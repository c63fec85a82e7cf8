package dev.florin.web.client;

/** A call that was not sent, since the request's deadline had passed. */
public final class DeadlinePassedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DeadlinePassedException() {
    super("the deadline has passed; nothing was sent", null, false, false);
  }
}
