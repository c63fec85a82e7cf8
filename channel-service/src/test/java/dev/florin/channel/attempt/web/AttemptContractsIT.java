package dev.florin.channel.attempt.web;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.attempt.web.AttemptCalls.Answer;
import dev.florin.contract.Contract;
import dev.florin.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
    whenCharging(refusal());
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
  @ValueSource(
      strings = {
        "authorise-approved",
        "capture-approved",
        "capture-declined",
        "capture-unknown",
        "void-approved",
        "void-declined",
        "refund-approved",
        "refund-declined",
        "refund-unknown",
        "refund-of-capture",
        "attempt-requires-action",
        "operation-not-applicable",
        "of-attempt-missing",
        "resolution-approved",
        "resolution-not-sent",
        "resolution-final",
        "attempts-of-payment",
        "attempts-none",
      })
  void operationsAreAnsweredAsPromised(String name) throws Exception {
    Contract contract = Contract.load("channel/" + name);
    bringAbout(name, contract);

    replay(name);
  }

  /** What the contract says is given: earlier attempts first, then the provider's mood. */
  private void bringAbout(String name, Contract contract) throws Exception {
    String request = contract.request().bodyText();
    switch (name) {
      case "operation-not-applicable", "of-attempt-missing", "attempts-none" -> {}
      case "authorise-approved" -> whenCharging(approval());
      case "attempt-requires-action" ->
          whenCharging(
              told(
                  idIn(contract),
                  "requires_action",
                  "1999",
                  ",\"next_action\":"
                      + JsonMapper.shared()
                          .readTree(contract.response().bodyText())
                          .get("next_action")));
      case "resolution-approved" -> calls.pay(paymentIn(contract));
      case "resolution-not-sent" -> {
        calls.pay(paymentIn(contract));
        jdbc.sql(
                "update attempt set sent_at = sent_at - interval '16 seconds' where payment_uuid = ?::uuid")
            .param(paymentIn(contract))
            .update();
      }
      case "resolution-final" -> {
        whenCharging(approval());
        calls.pay(paymentIn(contract));
      }
      case "attempts-of-payment" -> {
        whenCharging(approval());
        whenFollowing("refund", approval());
        JsonNode lines =
            JsonMapper.shared().readTree(contract.response().bodyText()).get("attempts");
        String payment = lines.get(0).get("payment_uuid").asString();
        calls.pay(payment);
        calls.operate(
            lines.get(1).get("attempt_id").asString(), payment, "refund", payment + "_1", "5.00");
      }
      default -> {
        approvedBefore(text(request, "payment_uuid"), text(request, "of_attempt"), name);
        String kind = text(request, "operation");
        String minor = text(request, "amount").replace(".", "");
        whenFollowing(
            kind,
            switch (text(contract.response().bodyText(), "result")) {
              case "approved" -> approval();
              case "declined" -> told(idIn(contract), "declined", minor, "");
              default -> aResponse().withFixedDelay(4_000);
            });
      }
    }
  }

  private void approvedBefore(String payment, String ofAttempt, String name) throws Exception {
    whenCharging(approval());
    whenFollowing("capture", approval());
    String first = name.startsWith("refund") && !name.endsWith("capture") ? "charge" : "authorise";
    calls.operate(payment + "_1", payment, first, "", "19.99");
    if (name.equals("refund-of-capture")) {
      calls.operate(ofAttempt, payment, "capture", payment + "_1", "19.99");
    }
  }

  private static String idIn(Contract contract) {
    return contract.request().path().replace("/internal/attempts/", "").replaceAll("/.*", "");
  }

  private static String paymentIn(Contract contract) {
    return idIn(contract).replace("_1", "");
  }

  @ParameterizedTest
  @CsvSource({
    "authorisation-approved, authorise, approved",
    "charge-requires-action, charge, requires_action",
    "charge-pending, charge, pending",
    "capture-approved, capture, approved",
    "capture-declined, capture, declined",
    "void-approved, void, approved",
    "void-declined, void, declined",
    "refund-approved, refund, approved",
    "refund-declined, refund, declined",
    "refund-closed, refund, not_sent",
    "refund-unknown-charge, refund, not_sent",
  })
  void theProvidersAnswersToOperationsAreUnderstood(String name, String operation, String result)
      throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    provider(
        post(urlEqualTo(contract.request().path()))
            .withRequestBody(equalToJson(contract.request().bodyText())),
        contract);

    Answer answer = operateAs(contract, operation);

    assertThat(answer.field("result")).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({
    "capture-found, capture, approved",
    "capture-not-found, capture, unknown",
    "void-found, void, approved",
    "void-not-found, void, unknown",
    "refund-found, refund, approved",
    "refund-not-found, refund, unknown",
  })
  void theProvidersAnswersToQuestionsAboutOperationsAreUnderstood(
      String name, String operation, String result) throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    assertThat(operateAs(contract, operation).field("result")).isEqualTo("unknown");
    PROVIDER.resetAll();
    provider(get(urlEqualTo(contract.request().path())), contract);

    Answer answer = operateAs(contract, operation);

    assertThat(answer.field("result")).isEqualTo(result);
    assertThat(chargesSent()).isZero();
  }

  /** Makes the attempt whose reference stands in the provider's contract. */
  private Answer operateAs(Contract contract, String operation) throws Exception {
    String posted = contract.request().bodyText();
    String told = posted.isEmpty() ? contract.response().bodyText() : posted;
    String reference =
        posted.isEmpty()
            ? contract.request().path().replaceAll(".*=", "")
            : text(posted, "reference");
    boolean follows = contract.request().path().matches("/v1/(captures|voids|refunds).*");
    String of = text(told, "of_reference");
    if (follows && of.isEmpty()) {
      of =
          reference.endsWith("_void")
              ? reference.replace("_void", "_1")
              : reference.replace("_1", "_2");
    }
    String payment = (follows ? of : reference).replaceAll("_.*", "");
    String minor = text(told, "amount");
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("payment_uuid", payment).put("merchant_id", "demo").put("currency", "USD");
    body.put(
        "amount",
        Money.ofMinor(minor.isEmpty() ? 1999 : Long.parseLong(minor), "USD").toDecimalString());
    body.put("payment_method", "credit_card").put("operation", operation);
    if (follows) {
      approvedRow(of, payment, operation.equals("refund") ? "charge" : "authorise");
      body.put("of_attempt", of);
    } else {
      body.put("payment_token", text(posted, "token"));
    }
    return calls.call("PUT", "/internal/attempts/" + reference, body.toString());
  }

  private void approvedRow(String id, String payment, String operation) {
    jdbc.sql(
            """
            insert into attempt (id, operation, payment_uuid, merchant_id, channel, amount, currency,
                payment_method, status, transaction_id, lease_until)
            values (:id, :operation, :payment::uuid, 'demo', 'sandbox', 1999, 'USD', 'credit_card',
                'approved', 'ch_0', clock_timestamp())
            on conflict do nothing
            """)
        .param("id", id)
        .param("operation", operation)
        .param("payment", payment)
        .update();
  }

  @ParameterizedTest
  @CsvSource({
    "charge-approved, approved, ''",
    "charge-declined, declined, insufficient_funds",
    "charge-repeated, approved, ''",
    "charge-conflict, unknown, ''",
    "charge-closed, not_sent, ''",
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

  @ParameterizedTest
  @CsvSource({"closure-closed, not_sent", "closure-taken, unknown"})
  void theProvidersAnswersToClosuresAreUnderstood(String name, String result) throws Exception {
    Contract contract = Contract.load("sandbox-psp/" + name);
    String reference = contract.request().path().replaceAll(".*/", "");
    assertThat(payFor(reference, "1999").field("result")).isEqualTo("unknown");
    jdbc.sql("update attempt set sent_at = sent_at - interval '16 seconds' where id = ?")
        .param(reference)
        .update();
    PROVIDER.resetAll();
    whenAsked(notFound());
    provider(put(urlEqualTo(contract.request().path())), contract);

    assertThat(payFor(reference, "1999").field("result")).isEqualTo(result);
    assertThat(closuresAsked()).isEqualTo(1);
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
