package dev.florin.web.client;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;

/** Tells apart the ways in which a call can fail; money depends on never mixing them up. */
public final class CallFailures {

  private CallFailures() {}

  /**
   * Classifies what a client of {@link ServiceClients} threw. Whatever is not surely unsent or
   * refused counts as {@link CallOutcome#NO_ANSWER}.
   */
  public static CallOutcome classify(RuntimeException failure) {
    return switch (failure) {
      case CallNotPermittedException _, BulkheadFullException _ -> CallOutcome.NOT_SENT;
      case DeadlinePassedException _, OAuth2AuthorizationException _ -> CallOutcome.NOT_SENT;
      case HttpClientErrorException _ -> CallOutcome.REFUSED;
      case ResourceAccessException unreached when neverConnected(unreached) -> CallOutcome.NOT_SENT;
      default -> CallOutcome.NO_ANSWER;
    };
  }

  private static boolean neverConnected(ResourceAccessException failure) {
    return switch (failure.getCause()) {
      case ConnectException _, ConnectTimeoutException _, ConnectionRequestTimeoutException _ ->
          true;
      case UnknownHostException _, NoRouteToHostException _ -> true;
      case null, default -> false;
    };
  }
}
