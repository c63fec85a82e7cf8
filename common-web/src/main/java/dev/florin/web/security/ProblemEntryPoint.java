package dev.florin.web.security;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Answers 401 in the same words whatever is wrong with a token, so that nothing can be probed, and
 * 503 if that cannot be said; 403 names the scope that the path asks for, as its document does (RFC
 * 6750).
 */
public final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {

  private static final String SCOPE = "SCOPE_";
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Problems problems;

  /** Renders through the given problems. */
  public ProblemEntryPoint(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    if (reason instanceof KeysUnavailableException) {
      problems.write(
          response,
          new ProblemException(
                  CommonError.SERVICE_UNAVAILABLE,
                  "tokens cannot be verified at the moment; nothing was done")
              .retryAfter(SOON));
      return;
    }
    response.setHeader(
        HttpHeaders.WWW_AUTHENTICATE,
        reason instanceof OAuth2AuthenticationException
            ? "Bearer error=\"invalid_token\""
            : "Bearer");
    problems.write(
        response,
        new ProblemException(
            CommonError.UNAUTHENTICATED,
            "a valid access token is needed: Authorization: Bearer …"));
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
      throws IOException {
    List<String> opening = opening(reason);
    if (!opening.isEmpty()) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(opening));
    }
    problems.write(response, new ProblemException(CommonError.FORBIDDEN, detail(opening)));
  }

  /** The scopes of which the token has none and needs one; empty if no scope would help. */
  private static List<String> opening(AccessDeniedException reason) {
    return reason instanceof AuthorizationDeniedException denied
            && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision asked
        ? asked.getAuthorities().stream()
            .map(authority -> String.valueOf(authority.getAuthority()))
            .filter(authority -> authority.startsWith(SCOPE))
            .map(authority -> authority.substring(SCOPE.length()))
            .sorted()
            .toList()
        : List.of();
  }

  /** The list of a challenge is one of which all are needed, so it has no place for a choice. */
  private static String challenge(List<String> opening) {
    String missing = "Bearer error=\"insufficient_scope\"";
    return opening.size() == 1 ? missing + ", scope=\"%s\"".formatted(opening.getFirst()) : missing;
  }

  private static String detail(List<String> opening) {
    return opening.isEmpty()
        ? "this token may not do that"
        : "this token may not do that: it needs the scope " + String.join(" or ", opening);
  }
}
