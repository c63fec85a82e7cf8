package dev.florin.web.deadline;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Puts the request's deadline in force; work whose deadline has passed is not started. */
final class DeadlineFilter extends OncePerRequestFilter {

  private final Duration budget;
  private final Problems problems;
  private final DeadlineTelemetry telemetry;

  DeadlineFilter(Duration budget, Problems problems, DeadlineTelemetry telemetry) {
    this.budget = budget;
    this.problems = problems;
    this.telemetry = telemetry;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Deadline deadline = Deadline.in(shorter(request.getHeader(Deadline.HEADER)));
    DeadlineTelemetry.show(deadline.remaining());
    if (deadline.hasPassed()) {
      telemetry.requestRefused();
      problems.write(
          response,
          new ProblemException(
              CommonError.DEADLINE_EXCEEDED, "the deadline had passed before the work began"));
      return;
    }
    try {
      deadline.call(
          () -> {
            chain.doFilter(request, response);
            return true;
          });
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private Duration shorter(@Nullable String sent) {
    if (sent == null) {
      return budget;
    }
    try {
      Duration asked = Duration.ofMillis(Long.parseLong(sent));
      if (asked.isNegative()) {
        return Duration.ZERO;
      }
      return asked.compareTo(budget) < 0 ? asked : budget;
    } catch (NumberFormatException e) {
      return budget;
    }
  }
}
