package dev.florin.account.transfer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.account.AccountServiceTest;
import dev.florin.account.Neighbours;
import dev.florin.account.transfer.RiskDesk.Assessment;
import dev.florin.account.transfer.UserTransfer.Status;
import dev.florin.account.transfer.UserTransfer.Terms;
import dev.florin.account.transfer.UserTransfer.Trace;
import dev.florin.contract.Contract;
import dev.florin.money.Money;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The exchanges that risk-service promises, read by this service's own client. */
@AccountServiceTest
class RiskContractIT {

  private final RiskDesk risk;

  @Autowired
  RiskContractIT(RiskDesk risk) {
    this.risk = risk;
  }

  @BeforeEach
  void startAfresh() {
    Neighbours.reset();
  }

  @Test
  void riskAllowsATransfer() {
    assertThat(exchange("risk/assess-transfer")).isEqualTo(new Assessment.Allowed("low", 0));
  }

  @Test
  void riskAllows() {
    assertThat(exchange("risk/assess-allow")).isEqualTo(new Assessment.Allowed("low", 0));
  }

  @Test
  void riskWantsAReview() {
    assertThat(exchange("risk/assess-review")).isEqualTo(new Assessment.ReviewNeeded("medium", 50));
  }

  @Test
  void riskDenies() {
    assertThat(exchange("risk/assess-deny")).isEqualTo(new Assessment.Denied("high", 100));
  }

  @Test
  void riskKnowsTheIdForSomethingElse() {
    assertThat(exchange("risk/assess-conflict")).isEqualTo(new Assessment.NotAllowedToAsk());
  }

  /** Serves the contract to exactly its own request, and sends that by the client. */
  private Assessment exchange(String name) {
    Contract contract = Contract.load(name);
    if (!(contract.request().body() instanceof ObjectNode body)) {
      throw new AssertionError(name + " has no body");
    }
    // Transfers are assessed like payments, but are always paid from a wallet.
    ObjectNode expected = body.deepCopy().put("payment_method", "wallet");
    Neighbours.only(
        put(urlPathMatching("/internal/assessments/.*"))
            .withRequestBody(equalToJson(expected.toString()))
            .willReturn(
                aResponse()
                    .withStatus(contract.response().status())
                    .withHeader("Content-Type", "application/json")
                    .withBody(contract.response().bodyText())));
    Assessment answer = risk.assess(transfer(contract.request().path(), body));
    assertThat(Neighbours.assessments())
        .singleElement()
        .satisfies(
            request ->
                assertThat(URLDecoder.decode(request.getUrl(), StandardCharsets.UTF_8))
                    .isEqualTo(contract.request().path()));
    return answer;
  }

  private static UserTransfer transfer(String path, JsonNode body) {
    int id = path.lastIndexOf('/') + 1;
    Money amount = Money.parse(body.path("amount").asString(), body.path("currency").asString());
    return new UserTransfer(
        new UserTransfer.Id(UUID.fromString(path.substring(id, id + 36))),
        new Terms(
            body.path("merchant_id").asString(),
            "T-1",
            body.path("user_id").asString(),
            amount,
            List.of(new Share("PAYEE", amount)),
            null),
        Status.PROCESSING,
        0,
        0,
        null,
        null,
        null,
        new Trace(null, null),
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
