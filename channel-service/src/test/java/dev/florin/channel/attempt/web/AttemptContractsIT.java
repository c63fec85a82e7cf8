package dev.florin.channel.attempt.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.attempt.web.AttemptCalls.Answer;
import dev.florin.contract.Contract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

class AttemptContractsIT extends ChannelIntegration {

  private final AttemptCalls calls;
  private final JdbcClient jdbc;

  @Autowired
  AttemptContractsIT(MockMvc mvc, JdbcClient jdbc) {
    this.calls = new AttemptCalls(mvc);
    this.jdbc = jdbc;
  }

  @Test
  void anApprovedAttemptIsAnsweredAsPromised() throws Exception {
    whenCharging(approval());
    replay("attempt-approved");
  }

  @Test
  void aDeclinedAttemptIsAnsweredAsPromised() throws Exception {
    Contract contract = Contract.load("channel/attempt-declined");
    String reference = contract.request().path().replaceAll(".*/", "");
    whenCharging(
        aResponse()
            .withStatus(201)
            .withHeader("Content-Type", "application/json")
            .withBody(
                """
                {"id":"ch_3","reference":"%s","status":"declined",
                "decline_code":"insufficient_funds","amount":1999,"currency":"USD"}"""
                    .formatted(reference)));
    replay("attempt-declined");
  }

  @Test
  void anUnknownAttemptIsAnsweredAsPromised() throws Exception {
    whenCharging(aResponse().withFixedDelay(4_000));
    replay("attempt-unknown");
  }

  @Test
  void anAttemptThatWasNotSentIsAnsweredAsPromised() throws Exception {
    whenCharging(aResponse().withStatus(401));
    replay("attempt-not-sent");
    whenCharging(approval());
    replay("attempt-not-sent");
  }

  @Test
  void aPendingAttemptIsAnsweredAsPromised() throws Exception {
    Contract contract = Contract.load("channel/attempt-pending");
    String reference = contract.request().path().replaceAll(".*/", "");
    whenCharging(
        aResponse()
            .withStatus(202)
            .withHeader("Content-Type", "application/json")
            .withBody(
                """
                {"id":"ch_4","reference":"%s","status":"pending","amount":1999,"currency":"USD"}"""
                    .formatted(reference)));
    replay("attempt-pending");
    replay("attempt-pending");
  }

  @Test
  void aConflictingAttemptIsAnsweredAsPromised() throws Exception {
    whenCharging(approval());
    Contract.Request request = Contract.load("channel/attempt-conflict").request();
    calls.call("PUT", request.path(), request.bodyText().replace("20.00", "19.99"));
    replay("attempt-conflict");
  }

  @ParameterizedTest
  @CsvSource({
    "charge-approved, approved, ''",
    "charge-declined, declined, insufficient_funds",
    "charge-repeated, approved, ''",
    "charge-conflict, unknown, ''",
  })
  void theProvidersAnswersToChargesAreUnderstood(String name, String result, String declineCode)
      throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    PROVIDER.resetAll();
    provider(
        post(urlEqualTo(contract.request().path()))
            .withRequestBody(equalToJson(contract.request().bodyText())),
        contract);
    String reference = text(contract.request().bodyText(), "reference");

    Answer answer = payFor(reference, text(contract.request().bodyText(), "amount"));

    assertThat(answer.field("result")).isEqualTo(result);
    assertThat(answer.field("decline_code")).isEqualTo(declineCode);
  }

  @ParameterizedTest
  @CsvSource({"charge-found, approved", "charge-not-found, unknown"})
  void theProvidersAnswersToQuestionsAreUnderstood(String name, String result) throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    String reference = contract.request().path().replaceAll(".*=", "");
    assertThat(payFor(reference, "1999").field("result")).isEqualTo("unknown");
    PROVIDER.resetAll();
    provider(get(urlEqualTo(contract.request().path())), contract);

    Answer answer = payFor(reference, "1999");

    assertThat(answer.field("result")).isEqualTo(result);
    assertThat(chargesSent()).isZero();
  }

  private static void provider(MappingBuilder request, Contract contract) {
    PROVIDER.stubFor(
        request
            .withHeader("Authorization", equalTo("Bearer sandbox-key"))
            .willReturn(
                aResponse()
                    .withStatus(contract.response().status())
                    .withHeader("Content-Type", "application/json")
                    .withBody(contract.response().bodyText())));
  }

  private Answer payFor(String reference, String minorUnits) throws Exception {
    String uuid = reference.replace("_1", "");
    jdbc.sql("delete from attempt where id = :id and status <> 'unknown'")
        .param("id", reference)
        .update();
    String major = minorUnits.substring(0, 2) + "." + minorUnits.substring(2);
    String token = ",\"payment_token\":\"tok_4242424242424242\"";
    if (uuid.endsWith("22")) {
      token = ",\"payment_token\":\"tok_4000000000009995\"";
    }
    return calls.pay(uuid, "\"" + major + "\"", token);
  }

  private static String text(String json, String field) {
    return new Answer(200, json).field(field);
  }

  private void replay(String name) throws Exception {
    Contract contract = Contract.load("channel/" + name);
    Answer answer =
        calls.call(
            contract.request().method(), contract.request().path(), contract.request().bodyText());
    contract.verifyResponse(answer.status(), answer.body());
  }
}
