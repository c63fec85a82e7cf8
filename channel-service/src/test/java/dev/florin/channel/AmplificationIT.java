package dev.florin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.test.web.servlet.MockMvc;

class AmplificationIT extends ChannelIntegration {

  private static final int PAYMENTS = 200;

  private final MockMvc mvc;

  @Autowired
  AmplificationIT(MockMvc mvc) {
    this.mvc = mvc;
  }

  @Test
  void whenHalfOfTheRequestsFailTheProviderGetsHardlyMoreOfThem() throws Exception {
    everySecondRequestFails();
    int unknown = 0;

    try (var threads = Executors.newFixedThreadPool(8, Thread.ofVirtual().factory())) {
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < PAYMENTS; i++) {
        running.add(threads.submit(() -> pay(UUID.randomUUID())));
      }
      for (Future<String> answer : running) {
        unknown += answer.get().contains("\"result\":\"unknown\"") ? 1 : 0;
      }
    }

    assertThat(unknown).as("what failed is told as it is").isBetween(80, 120);
    assertThat(chargesSent() + questionsAsked()).isBetween(PAYMENTS, PAYMENTS * 13 / 10);
  }

  private static void everySecondRequestFails() {
    PROVIDER.stubFor(
        post(urlPathEqualTo("/v1/charges"))
            .inScenario("half")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("well"));
    PROVIDER.stubFor(
        post(urlPathEqualTo("/v1/charges"))
            .inScenario("half")
            .whenScenarioStateIs("well")
            .willReturn(approval())
            .willSetStateTo(Scenario.STARTED));
  }

  private String pay(UUID payment) throws Exception {
    return mvc.perform(
            put("/internal/attempts/" + payment + "_1")
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    """
                    {"payment_uuid":"%s","merchant_id":"demo","amount":"19.99","currency":"USD",
                    "payment_method":"credit_card"}"""
                        .formatted(payment))
                .with(jwt().authorities(new SimpleGrantedAuthority("SCOPE_internal"))))
        .andReturn()
        .getResponse()
        .getContentAsString();
  }
}
