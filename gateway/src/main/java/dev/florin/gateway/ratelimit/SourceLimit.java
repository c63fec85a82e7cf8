package dev.florin.gateway.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.florin.gateway.ratelimit.RateLimitProperties.Allowance;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds what comes from one address, whoever it says it is and before its token costs anything:
 * refused tokens have no merchant whose allowance they could use up. Each gateway counts for
 * itself, since this protects the gateway.
 */
final class SourceLimit extends OncePerRequestFilter {

  private static final int MAX_ADDRESSES = 100_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

  private final Allowance allowance;
  private final Cache<String, Bucket> addresses =
      Caffeine.newBuilder().maximumSize(MAX_ADDRESSES).expireAfterAccess(FORGOTTEN_AFTER).build();

  SourceLimit(Allowance allowance) {
    this.allowance = allowance;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ConsumptionProbe probe =
        addresses
            .get(SourceAddress.of(request), _ -> allowance.newBucket())
            .tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ProblemException(
              CommonError.RATE_LIMITED, "too many requests; this one was not looked at")
          .retryAfter(
              Duration.ofSeconds(
                  RateLimits.ceilSeconds(Duration.ofNanos(probe.getNanosToWaitForRefill()))));
    }
    chain.doFilter(request, response);
  }
}
