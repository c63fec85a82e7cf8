package dev.florin.payment.support;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The services around this one, scripted. */
public final class Downstreams {

  /** One answer per endpoint; a test sets others. */
  public static final String ALLOW = "{\"decision\":\"allow\",\"level\":\"low\",\"score\":7}";

  public static final String POSTED = "{\"result\":\"posted\",\"balance_after\":\"80.01\"}";

  public static final String APPROVED =
      """
      {"channel":"sandbox","result":"approved","transaction_id":"ch_1","message":"approved"}
      """;

  public static final String DECLINED =
      """
      {"channel":"sandbox","result":"declined","decline_code":"expired_card"}
      """;

  public static final String PLACED = "{\"result\":\"placed\",\"status\":\"placed\"}";

  public static final String TAKEN = "{\"result\":\"posted\",\"status\":\"posted\"}";

  public static final String FREED = "{\"result\":\"voided\",\"status\":\"voided\"}";

  private static final String ASSESSMENTS = "/internal/assessments/.*";
  private static final String DEDUCTIONS = "/internal/deductions/.*";
  private static final String REVERSALS = "/internal/reversals/.*";
  private static final String HOLDS = "/internal/holds/[^/]*";
  private static final String POSTS = "/internal/holds/[^/]*/posts/[^/]*";
  private static final String RELEASES = "/internal/holds/[^/]*/void";
  private static final String REFUNDS = "/internal/refunds/.*";
  private static final String ATTEMPTS = "/internal/attempts/.*";

  private final WireMockServer server =
      new WireMockServer(
          WireMockConfiguration.options()
              .dynamicPort()
              .bindAddress("127.0.0.1")
              .containerThreads(80)
              .asynchronousResponseEnabled(true));

  public Downstreams() {
    server.start();
    reset();
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Everybody agrees to everything. */
  public void reset() {
    server.resetAll();
    server.stubFor(get(urlPathEqualTo("/oauth2/jwks")).willReturn(okJson(Tokens.jwks())));
    server.stubFor(
        post(urlPathEqualTo("/oauth2/token"))
            .willReturn(
                okJson(
                    "{\"access_token\":\"svc\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
    risk(okJson(ALLOW));
    deductions(okJson(POSTED));
    reversals(okJson(POSTED));
    holds(okJson(PLACED));
    posts(okJson(TAKEN));
    releases(okJson(FREED));
    refunds(okJson(POSTED));
    channel(okJson(APPROVED));
  }

  public void risk(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(ASSESSMENTS)).willReturn(response));
  }

  public void deductions(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(DEDUCTIONS)).willReturn(response));
  }

  public void reversals(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(REVERSALS)).willReturn(response));
  }

  public void channel(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(ATTEMPTS)).willReturn(response));
  }

  public void holds(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(HOLDS)).willReturn(response));
  }

  public void posts(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(POSTS)).willReturn(response));
  }

  public void releases(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(RELEASES)).willReturn(response));
  }

  public void refunds(ResponseDefinitionBuilder response) {
    server.stubFor(put(urlPathMatching(REFUNDS)).willReturn(response));
  }

  /** Only the attempts on which that is done: capture, void or refund. */
  public void channel(String operation, ResponseDefinitionBuilder response) {
    server.stubFor(
        put(urlPathMatching(ATTEMPTS))
            .atPriority(1)
            .withRequestBody(matchingJsonPath("$.operation", equalTo(operation)))
            .willReturn(response));
  }

  /** Charges are answered with the one until they are voided, and with the other from then on. */
  public void endsWaitingWhenVoided(String waiting, String ended) {
    String scenario = "waits for its payer";
    String voided = "voided";
    channel(okJson(waiting));
    server.stubFor(
        put(urlPathMatching(ATTEMPTS))
            .atPriority(1)
            .inScenario(scenario)
            .withRequestBody(matchingJsonPath("$.operation", equalTo("void")))
            .willReturn(okJson(APPROVED))
            .willSetStateTo(voided));
    server.stubFor(
        put(urlPathMatching("/internal/attempts/.*_1"))
            .atPriority(1)
            .inScenario(scenario)
            .whenScenarioStateIs(voided)
            .willReturn(okJson(ended)));
  }

  /** Refunds whose attempt id ends so surely never reached the channel. */
  public void neverSent(String suffix) {
    server.stubFor(
        put(urlPathMatching("/internal/attempts/.*" + suffix))
            .atPriority(1)
            .withRequestBody(matchingJsonPath("$.operation", equalTo("refund")))
            .willReturn(okJson("{\"channel\":\"sandbox\",\"result\":\"not_sent\"}")));
  }

  /** Only refunds of that attempt are refused. */
  public void refusesRefundsOf(String attempt) {
    server.stubFor(
        put(urlPathMatching(ATTEMPTS))
            .atPriority(1)
            .withRequestBody(matchingJsonPath("$.operation", equalTo("refund")))
            .withRequestBody(matchingJsonPath("$.of_attempt", equalTo(attempt)))
            .willReturn(okJson(DECLINED)));
  }

  /** The paths of all calls since the last reset, in order. */
  public List<String> calls() {
    return requests().stream()
        .map(request -> URLDecoder.decode(request.getUrl(), StandardCharsets.UTF_8))
        .toList();
  }

  /** All calls since the last reset, in order. */
  public List<LoggedRequest> requests() {
    return server.findAll(putRequestedFor(anyUrl())).stream()
        .sorted(java.util.Comparator.comparing(LoggedRequest::getLoggedDate))
        .toList();
  }

  public WireMockServer server() {
    return server;
  }
}
