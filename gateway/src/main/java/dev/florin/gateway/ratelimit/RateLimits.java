package dev.florin.gateway.ratelimit;

import dev.florin.gateway.ratelimit.RateLimiter.Verdict;
import dev.florin.gateway.security.EdgeCaller;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Lets a request through if its caller has a token left: the merchant that the verified token
 * names, whatever the request's headers say, or the client's address where there is no token. Where
 * passwords and secrets are tried the address counts even beside a token: any merchant's token
 * would else allow guessing at the merchant's pace.
 */
public final class RateLimits implements HandlerFilterFunction<ServerResponse, ServerResponse> {

  private final RateLimiter merchants;
  private final RateLimiter addresses;

  RateLimits(RateLimiter merchants, RateLimiter addresses) {
    this.merchants = merchants;
    this.addresses = addresses;
  }

  @Override
  public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    return handle(take(request), request, next);
  }

  /** The filter for paths that take passwords and secrets. */
  public HandlerFilterFunction<ServerResponse, ServerResponse> byAddress() {
    return (request, next) -> handle(takeByAddress(request), request, next);
  }

  private static ServerResponse handle(
      Verdict verdict, ServerRequest request, HandlerFunction<ServerResponse> next)
      throws Exception {
    tell(verdict);
    if (!verdict.allowed()) {
      throw new ProblemException(
              CommonError.RATE_LIMITED, "too many requests; this one was not looked at")
          .retryAfter(Duration.ofSeconds(ceilSeconds(verdict.retryAfter())));
    }
    return next.handle(request);
  }

  private Verdict take(ServerRequest request) {
    EdgeCaller caller = EdgeCaller.current();
    return caller == null ? takeByAddress(request) : merchants.take(caller.quotaKey());
  }

  private Verdict takeByAddress(ServerRequest request) {
    return addresses.take(SourceAddress.of(request.servletRequest()));
  }

  private static void tell(Verdict verdict) {
    RequestAttributes current = RequestContextHolder.currentRequestAttributes();
    HttpServletResponse response = ((ServletRequestAttributes) current).getResponse();
    if (response != null) {
      response.setHeader("RateLimit-Limit", Long.toString(verdict.limit()));
      response.setHeader("RateLimit-Remaining", Long.toString(verdict.remaining()));
      response.setHeader("RateLimit-Reset", Long.toString(ceilSeconds(verdict.untilFull())));
    }
  }

  static long ceilSeconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
