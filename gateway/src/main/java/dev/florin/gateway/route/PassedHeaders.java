package dev.florin.gateway.route;

import dev.florin.gateway.security.RequestId;
import dev.florin.web.client.ThirdPartyTime;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;

/** Which headers go on to the other side, in one pass each way. */
final class PassedHeaders {

  /**
   * What belongs to one connection only (RFC 9110, 7.6.1), and what the next client says itself.
   */
  private static final Set<String> OF_ONE_HOP =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /** What the edge has said for itself. */
  private static final Set<String> OWN = Set.of("traceresponse", lower(RequestId.HEADER));

  /** What the services tell each other. */
  private static final String INTERNAL = lower(ThirdPartyTime.HEADER);

  private PassedHeaders() {}

  static void ofRequest(HttpServletRequest from, HttpHeaders to) {
    Set<String> named = namedByConnection(from.getHeaders(HttpHeaders.CONNECTION));
    Enumeration<String> names = from.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      if (!OF_ONE_HOP.contains(lower(name)) && !named.contains(name)) {
        to.addAll(name, Collections.list(from.getHeaders(name)));
      }
    }
    to.set("X-Forwarded-For", from.getRemoteAddr());
    to.set(RequestId.HEADER, RequestId.of(from));
  }

  static void ofResponse(HttpHeaders from, HttpHeaders to) {
    Set<String> named =
        namedByConnection(Collections.enumeration(from.getOrEmpty(HttpHeaders.CONNECTION)));
    from.forEach(
        (name, values) -> {
          String lower = lower(name);
          if (!OF_ONE_HOP.contains(lower)
              && !OWN.contains(lower)
              && !INTERNAL.equals(lower)
              && !named.contains(name)) {
            to.addAll(name, values);
          }
        });
  }

  private static Set<String> namedByConnection(Enumeration<String> values) {
    if (!values.hasMoreElements()) {
      return Set.of();
    }
    Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    while (values.hasMoreElements()) {
      for (String name : values.nextElement().split(",", -1)) {
        named.add(name.strip());
      }
    }
    return named;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
