package dev.florin.gateway.security;

import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives every request an id, echoed in every answer, and words the refusals of later filters. */
final class EdgeFilter extends OncePerRequestFilter {

  private static final Pattern VALID_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private final Problems problems;

  EdgeFilter(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String id = validOrNew(request.getHeader(RequestId.HEADER));
    RequestId.set(request, id);
    response.setHeader(RequestId.HEADER, id);
    try {
      chain.doFilter(request, response);
    } catch (ProblemException problem) {
      problems.write(response, problem);
    }
  }

  private static String validOrNew(@Nullable String sent) {
    return sent != null && VALID_ID.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
