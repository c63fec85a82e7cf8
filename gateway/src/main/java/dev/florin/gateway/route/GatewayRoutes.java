package dev.florin.gateway.route;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.rewritePath;
import static org.springframework.web.servlet.function.RequestPredicates.DELETE;
import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RequestPredicates.POST;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.florin.gateway.overload.ChangeLimit;
import dev.florin.gateway.ratelimit.RateLimits;
import dev.florin.gateway.security.CallerBaggage;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The public API: every path that exists, and the service it leads to. */
@Configuration(proxyBeanMethods = false)
class GatewayRoutes {

  private static final Logger log = LoggerFactory.getLogger(GatewayRoutes.class);

  private final RouteProperties properties;
  private final RestClient client;
  private final Breakers breakers;
  private final ChangeLimit changes;
  private final CallerBaggage baggage;
  private final RateLimits rateLimits;
  private final Problems problems;

  GatewayRoutes(
      RouteProperties properties,
      RestClient backendRestClient,
      Breakers breakers,
      ChangeLimit changes,
      CallerBaggage baggage,
      RateLimits rateLimits,
      Problems problems) {
    this.properties = properties;
    this.client = backendRestClient;
    this.breakers = breakers;
    this.changes = changes;
    this.baggage = baggage;
    this.rateLimits = rateLimits;
    this.problems = problems;
  }

  @Bean
  RouterFunction<ServerResponse> api() {
    return toService("payments", Backend.PAYMENT, below("/api/v1/payments"))
        .and(toService("parked", Backend.PAYMENT, below("/api/v1/parked")))
        .and(toService("reconciliation", Backend.PAYMENT, below("/api/v1/reconciliation")))
        .and(singularPayment())
        .and(toService("traces", Backend.PAYMENT, below("/api/v1/traces")))
        .and(toService("accounts", Backend.ACCOUNT, below("/api/v1/accounts")))
        .and(toService("audit", Backend.ACCOUNT, below("/api/v1/audit")))
        .and(toService("integrity", Backend.ACCOUNT, GET("/api/v1/integrity")))
        .and(toService("ledger", Backend.ACCOUNT, below("/api/v1/ledger")))
        .and(toService("transfers", Backend.ACCOUNT, below("/api/v1/transfers")))
        .and(toService("channels", Backend.CHANNEL, below("/api/v1/channels")))
        .and(toService("notifications", Backend.NOTIFICATION, below("/api/v1/notifications")))
        .and(toService("users", Backend.IDENTITY, POST("/api/v1/users")))
        .and(toService("merchants", Backend.IDENTITY, below("/api/v1/merchants")))
        .and(toService("log-out", Backend.IDENTITY, DELETE("/api/v1/sessions/current")))
        .and(sessions())
        .and(tokens());
  }

  /** The path that the first clients of the platform were written for. */
  private RouterFunction<ServerResponse> singularPayment() {
    return route("payment", MediaType.APPLICATION_JSON)
        .before(rewritePath("^/api/v1/payment(?=/|$)", "/api/v1/payments"))
        .route(below("/api/v1/payment"), forward(Backend.PAYMENT))
        .build();
  }

  private RouterFunction<ServerResponse> sessions() {
    return route("sessions", MediaType.APPLICATION_JSON, rateLimits.byAddress())
        .route(POST("/api/v1/sessions"), forward(Backend.IDENTITY))
        .build();
  }

  private RouterFunction<ServerResponse> tokens() {
    return route("tokens", MediaType.APPLICATION_FORM_URLENCODED, rateLimits.byAddress())
        .route(
            POST("/oauth2/token").or(POST("/oauth2/revoke")).or(GET("/oauth2/jwks")),
            forward(Backend.IDENTITY))
        .build();
  }

  private RouterFunction<ServerResponse> toService(
      String id, Backend backend, RequestPredicate paths) {
    return route(id, MediaType.APPLICATION_JSON).route(paths, forward(backend)).build();
  }

  private RouterFunctions.Builder route(String id, MediaType accepted) {
    return route(id, accepted, rateLimits);
  }

  private RouterFunctions.Builder route(
      String id, MediaType accepted, HandlerFilterFunction<ServerResponse, ServerResponse> limit) {
    return GatewayRouterFunctions.route(id)
        .onError(ProblemException.class, (problem, _) -> answer((ProblemException) problem))
        .onError(_ -> true, GatewayRoutes.this::unexpected)
        .filter(baggage)
        .filter(limit)
        .filter(new BodyRules(accepted, properties.maxBody().toBytes()));
  }

  private Forward forward(Backend backend) {
    return new Forward(backend, client, breakers, changes, properties);
  }

  /** The path itself comes first: a trace is named after the pattern that matched. */
  private static RequestPredicate below(String root) {
    return path(root).or(path(root + "/**"));
  }

  private ServerResponse unexpected(Throwable failure, ServerRequest request) {
    log.error("unexpected failure at the edge", failure);
    return answer(
        new ProblemException(
            CommonError.INTERNAL_ERROR,
            "something failed here; repeat with the same Idempotency-Key to learn the outcome"));
  }

  private ServerResponse answer(ProblemException problem) {
    ServerResponse.BodyBuilder answer =
        ServerResponse.status(problem.errorCode().status())
            .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    Long retryAfter = problem.retryAfterSeconds();
    if (retryAfter != null) {
      answer.header(HttpHeaders.RETRY_AFTER, retryAfter.toString());
    }
    byte[] json = problems.toJson(problem);
    return answer.build(
        (_, response) -> {
          response.getOutputStream().write(json);
          return null;
        });
  }
}
