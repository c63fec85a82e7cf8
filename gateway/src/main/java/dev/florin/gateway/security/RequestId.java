package dev.florin.gateway.security;

import jakarta.servlet.http.HttpServletRequest;

/** The id by which client and platform speak about one request. */
public final class RequestId {

  /** Sent by the client if it likes; in every answer. */
  public static final String HEADER = "X-Request-Id";

  private static final String ATTRIBUTE = RequestId.class.getName();

  private RequestId() {}

  /** The id of the request. */
  public static String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }

  static void set(HttpServletRequest request, String id) {
    request.setAttribute(ATTRIBUTE, id);
  }
}
