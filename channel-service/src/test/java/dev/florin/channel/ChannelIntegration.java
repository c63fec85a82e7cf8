package dev.florin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service over a real database, with WireMock as the provider. */
@SpringBootTest(
    properties = {
      "FLORIN_IDENTITY_URL=http://127.0.0.1:1",
      "FLORIN_ISSUER=http://identity.test",
      "FLORIN_SANDBOX_PSP_API_KEY=sandbox-key",
      "FLORIN_SANDBOX_PSP_CALLBACK_SECRET=" + ChannelIntegration.CALLBACK_SECRET,
      // What would be published is read from the outbox.
      "florin.outbox.relay.enabled=false",
      "florin.channel.sandbox.timeout=1500ms",
      // A loaded machine must not look like a slow provider.
      "florin.web.deadline.budget=20s",
      "spring.datasource.hikari.connection-timeout=2000",
      // One provider is shared by all tests, most of which make it misbehave.
      "florin.channel.minimum-calls=1000",
      "florin.channel.sliding-window=1000",
      "spring.datasource.hikari.maximum-pool-size=2",
    })
@AutoConfigureMockMvc
public abstract class ChannelIntegration {

  protected static final String CALLBACK_SECRET =
      "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  protected static final WireMockServer PROVIDER =
      new WireMockServer(wireMockConfig().dynamicPort().containerThreads(60));

  @DynamicPropertySource
  static void surroundings(DynamicPropertyRegistry registry) {
    PROVIDER.start();
    Database database = EphemeralPostgres.database("channel");
    registry.add("spring.datasource.url", database::url);
    registry.add("spring.datasource.username", database::username);
    registry.add("spring.datasource.password", database::password);
    registry.add("FLORIN_SANDBOX_PSP_URL", PROVIDER::baseUrl);
  }

  @BeforeEach
  void forgetTheProvidersPast() {
    PROVIDER.resetAll();
    PROVIDER.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
  }

  /** An answer that confirms whatever is charged. */
  protected static ResponseDefinitionBuilder approval() {
    return aResponse()
        .withStatus(201)
        .withHeader("Content-Type", "application/json")
        .withTransformers("response-template")
        .withBody(
            """
            {"id":"ch_1","reference":"{{jsonPath request.body '$.reference'}}",
            "status":"approved","amount":{{jsonPath request.body '$.amount'}},
            "currency":"{{jsonPath request.body '$.currency'}}"}""");
  }

  /** An answer that tells a charge of 19.99 USD of the reference asked for. */
  protected static ResponseDefinitionBuilder found() {
    return aResponse()
        .withHeader("Content-Type", "application/json")
        .withTransformers("response-template")
        .withBody(
            """
            {"id":"ch_2","reference":"{{request.query.reference}}","status":"approved",
            "amount":1999,"currency":"USD"}""");
  }

  /** The provider's own "not found". */
  protected static ResponseDefinitionBuilder notFound() {
    return error(404, "not_found", "{{request.query.reference}}");
  }

  /** The provider's own refusal of whatever it is sent: it processed nothing. */
  protected static ResponseDefinitionBuilder refusal() {
    return error(400, "invalid_request", "{{jsonPath request.body '$.reference'}}");
  }

  /** The provider's own words that it will never take the reference, or that it has it. */
  protected static ResponseDefinitionBuilder closed(boolean closed) {
    return closed
        ? aResponse()
            .withHeader("Content-Type", "application/json")
            .withTransformers("response-template")
            .withBody(
                """
                {"reference":"{{request.path.[2]}}","status":"closed"}""")
        : error(409, "reference_taken", "{{request.path.[2]}}");
  }

  /** An error in the provider's own words about a reference, which may be a template. */
  protected static ResponseDefinitionBuilder error(int status, String code, String reference) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withTransformers("response-template")
        .withBody(
            """
            {"error":{"code":"%s","message":"","reference":"%s"}}"""
                .formatted(code, reference));
  }

  protected static void whenClosing(ResponseDefinitionBuilder answer) {
    PROVIDER.stubFor(put(urlPathMatching("/v1/closures/.*")).willReturn(answer));
  }

  protected static int closuresAsked() {
    return PROVIDER.findAll(putRequestedFor(anyUrl())).size();
  }

  protected static void whenCharging(ResponseDefinitionBuilder answer) {
    PROVIDER.stubFor(post(urlPathEqualTo("/v1/charges")).willReturn(answer));
  }

  protected static void whenAsked(ResponseDefinitionBuilder answer) {
    PROVIDER.stubFor(get(urlPathEqualTo("/v1/charges")).willReturn(answer));
  }

  /** Captures, voids and refunds. */
  protected static void whenFollowing(String kind, ResponseDefinitionBuilder answer) {
    PROVIDER.stubFor(post(urlPathEqualTo("/v1/" + kind + "s")).willReturn(answer));
  }

  protected static void whenAskedFor(String kind, ResponseDefinitionBuilder answer) {
    PROVIDER.stubFor(get(urlPathEqualTo("/v1/" + kind + "s")).willReturn(answer));
  }

  /** An answer of the provider, told in full. */
  protected static ResponseDefinitionBuilder told(
      String reference, String status, String amount, String more) {
    return told(reference, status, amount, more, "tx_1");
  }

  protected static ResponseDefinitionBuilder told(
      String reference, String status, String amount, String more, String id) {
    return aResponse()
        .withStatus(201)
        .withHeader("Content-Type", "application/json")
        .withBody(
            """
            {"id":"%s","reference":"%s","status":"%s","amount":%s,"currency":"USD"%s}"""
                .formatted(id, reference, status, amount, more));
  }

  protected static int chargesSent() {
    return PROVIDER.findAll(postRequestedFor(anyUrl())).size();
  }

  protected static int questionsAsked() {
    return PROVIDER.findAll(getRequestedFor(anyUrl())).size();
  }
}
