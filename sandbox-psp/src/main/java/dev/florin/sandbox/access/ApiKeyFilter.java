package dev.florin.sandbox.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses every request that does not carry the key, except those for the page that a payer opens,
 * whose address is a secret of its own.
 */
@Component
@Order(ApiKeyFilter.ORDER)
final class ApiKeyFilter extends OncePerRequestFilter {

  /** Before anything else looks at a request. */
  static final int ORDER = 0;

  private static final String BEARER = "Bearer ";

  /** Compared with the path that the container has decoded and normalised. */
  private static final String PAGES = "/authentication/";

  private static final byte[] REFUSAL =
      "{\"error\":{\"code\":\"unauthorized\",\"message\":\"The API key is missing or wrong.\"}}"
          .getBytes(StandardCharsets.UTF_8);

  private final byte[] key;

  ApiKeyFilter(AccessProperties properties) {
    this.key = properties.apiKey().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String rest = request.getPathInfo();
    return (request.getServletPath() + (rest == null ? "" : rest)).startsWith(PAGES);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (knowsKey(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(REFUSAL);
  }

  private boolean knowsKey(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return false;
    }
    byte[] given = authorization.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8);
    // Constant time: how long the comparison takes must not tell how much of the key was right.
    return MessageDigest.isEqual(key, given);
  }
}
