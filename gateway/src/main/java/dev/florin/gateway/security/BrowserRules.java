package dev.florin.gateway.security;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Answers what browsers ask before a page of another origin may call the API, without going further
 * (CORS). Tokens travel in a header that the page sets; cookies and the like are never wanted.
 */
final class BrowserRules {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private static final List<String> SENT =
      List.of("Authorization", "Content-Type", "Idempotency-Key", "traceparent", "X-Request-Id");

  private static final List<String> EXPOSED =
      List.of(
          "Idempotent-Replayed",
          "Location",
          "RateLimit-Limit",
          "RateLimit-Remaining",
          "RateLimit-Reset",
          "Retry-After",
          "traceresponse",
          "X-Request-Id");

  private static final Duration REMEMBERED = Duration.ofHours(1);

  private BrowserRules() {}

  static CorsFilter filter(CorsProperties properties, Problems problems) {
    CorsConfiguration rules = new CorsConfiguration();
    rules.setAllowedOrigins(properties.allowedOrigins());
    rules.setAllowedMethods(METHODS);
    rules.setAllowedHeaders(SENT);
    rules.setExposedHeaders(EXPOSED);
    rules.setAllowCredentials(false);
    rules.setMaxAge(REMEMBERED);
    UrlBasedCorsConfigurationSource paths = new UrlBasedCorsConfigurationSource();
    paths.registerCorsConfiguration("/**", rules);
    CorsFilter filter = new CorsFilter(paths);
    filter.setCorsProcessor(new RefusingAsProblem(problems));
    return filter;
  }

  private static final class RefusingAsProblem extends DefaultCorsProcessor {

    private final byte[] refusal;

    RefusingAsProblem(Problems problems) {
      this.refusal =
          problems.toJson(
              new ProblemException(
                  CommonError.FORBIDDEN, "pages of this origin may not make this call"));
    }

    @Override
    protected void rejectRequest(ServerHttpResponse response) throws IOException {
      response.setStatusCode(HttpStatus.FORBIDDEN);
      response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
      response.getBody().write(refusal);
      response.flush();
    }
  }
}
