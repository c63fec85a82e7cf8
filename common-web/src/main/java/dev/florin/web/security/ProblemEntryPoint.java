package dev.florin.web.security;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers 401 and 403 in the same words whatever the reason, so that nothing can be probed. */
public final class ProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final Problems problems;

  /** Renders through the given problems. */
  public ProblemEntryPoint(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
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
    problems.write(
        response, new ProblemException(CommonError.FORBIDDEN, "this token may not do that"));
  }
}
