package dev.florin.account;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;

/** The services around this one, scripted. */
public final class Neighbours {

  public static final String ALLOW = "{\"decision\":\"allow\",\"level\":\"low\",\"score\":7}";
  public static final String REVIEW = "{\"decision\":\"review\",\"level\":\"medium\",\"score\":50}";
  public static final String DENY = "{\"decision\":\"deny\",\"level\":\"high\",\"score\":100}";

  private static final WireMockServer SERVER = start();

  private Neighbours() {}

  private static WireMockServer start() {
    WireMockServer server =
        new WireMockServer(
            WireMockConfiguration.options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .containerThreads(80)
                .asynchronousResponseEnabled(true));
    server.start();
    return server;
  }

  public static String url() {
    return "http://127.0.0.1:" + SERVER.port();
  }

  /** Risk-service allows everything. */
  public static void reset() {
    SERVER.resetAll();
    SERVER.stubFor(
        post(urlPathEqualTo("/oauth2/token"))
            .willReturn(
                okJson(
                    "{\"access_token\":\"svc\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
    risk(okJson(ALLOW));
  }

  public static void risk(ResponseDefinitionBuilder response) {
    SERVER.stubFor(put(urlPathMatching("/internal/assessments/.*")).willReturn(response));
  }

  /** Answers anything that the mapping does not match with an error. */
  public static void only(MappingBuilder mapping) {
    risk(com.github.tomakehurst.wiremock.client.WireMock.serverError());
    SERVER.stubFor(any(anyUrl()).atPriority(10).willReturn(okJson("{}")));
    SERVER.stubFor(mapping.atPriority(1));
  }

  /** The assessments asked for since the last reset. */
  public static List<LoggedRequest> assessments() {
    return SERVER.findAll(putRequestedFor(urlPathMatching("/internal/assessments/.*")));
  }
}
