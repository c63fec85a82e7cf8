package dev.florin.gateway.security;

import dev.florin.gateway.overload.ChangeLimit;
import dev.florin.gateway.overload.TurnedAway;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, echoed in every answer, and words the refusals of later filters. Takes
 * so many requests at once and no more: what waits costs memory, and an edge without memory answers
 * nobody. While there is an overload, changes that would only wait are turned away before the token
 * is verified or a byte of the body is read.
 */
final class EdgeFilter extends OncePerRequestFilter {

  private static final Pattern VALID_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Problems problems;
  private final Semaphore places;

  private final ChangeLimit changes;

  private final Counter turnedAway;

  EdgeFilter(Problems problems, int maxInFlight, ChangeLimit changes, MeterRegistry meters) {
    this.problems = problems;
    this.changes = changes;
    this.turnedAway = TurnedAway.IN_FLIGHT.counter(meters);
    this.places = new Semaphore(maxInFlight);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    // Bodies pass as bytes. A character set that is none would keep Spring from wording a refusal.
    request.setCharacterEncoding(StandardCharsets.UTF_8.name());
    String id = validOrNew(request.getHeader(RequestId.HEADER));
    RequestId.set(request, id);
    response.setHeader(RequestId.HEADER, id);
    SentTrace.link(request);
    if (isLimited(request) && changes.turnsAwayUnseen()) {
      turnAway(response);
      return;
    }
    if (!places.tryAcquire()) {
      turnedAway.increment();
      turnAway(response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (ProblemException problem) {
      problems.write(response, problem);
    } finally {
      places.release();
    }
  }

  private void turnAway(HttpServletResponse response) throws IOException {
    problems.write(
        response,
        new ProblemException(
                CommonError.OVERLOADED,
                "too many requests are under way; nothing was done, try again")
            .retryAfter(SOON));
  }

  private static boolean isLimited(HttpServletRequest request) {
    return ChangeLimit.isLimited(request.getMethod(), request.getRequestURI());
  }

  private static String validOrNew(@Nullable String sent) {
    return sent != null && VALID_ID.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
