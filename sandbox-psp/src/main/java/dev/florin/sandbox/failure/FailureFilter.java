package dev.florin.sandbox.failure;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns a share of the API's requests away before anything is done. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class FailureFilter extends OncePerRequestFilter {

  private static final int ALL = 100;

  private static final byte[] OVERLOADED =
      "{\"error\":{\"code\":\"overloaded\",\"message\":\"The request was not processed.\"}}"
          .getBytes(StandardCharsets.UTF_8);

  private final int failureRate;

  FailureFilter(FailureProperties properties) {
    this.failureRate = properties.failureRate();
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return failureRate == 0 || !request.getRequestURI().startsWith("/v1/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (ThreadLocalRandom.current().nextInt(ALL) >= failureRate) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(OVERLOADED);
  }
}
