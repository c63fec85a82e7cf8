package dev.florin.sandbox.authentication.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import dev.florin.sandbox.SandboxIntegration;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class AuthenticationIT extends SandboxIntegration {

  private final String reference = reference();
  private String page = "";

  @BeforeEach
  void aChargeAsksForThePayer() throws Exception {
    receiverAnswers(204);
    Answer answer = charge(body(reference, "1999", "tok_requires_action"));
    String url =
        JsonMapper.shared().readTree(answer.body()).path("next_action").path("url").asString("");
    assertThat(url).matches("http://sandbox\\.test/authentication/[0-9a-f]{32}");
    page = URI.create(url).getPath();
  }

  @Test
  void thePageAsksWithoutAKeyAndCannotBeFramed() throws Exception {
    MockHttpServletResponse response = show(page);

    assertThat(response.getStatus()).isEqualTo(200);
    assertThat(response.getContentType()).startsWith("text/html");
    assertThat(response.getContentAsString())
        .contains("19.99 USD", "Confirm payment", "Refuse", reference);
    assertThat(response.getHeader("Content-Security-Policy")).contains("frame-ancestors 'none'");
    assertThat(response.getHeader("Cache-Control")).contains("no-store");
    assertThat(find(reference).field("status")).isEqualTo("requires_action");
  }

  @Test
  void aConfirmedChargeIsApprovedAndTold() throws Exception {
    MockHttpServletResponse response = decide("confirm");

    assertThat(response.getStatus()).isEqualTo(303);
    assertThat(response.getHeader("Location")).isEqualTo(page);
    assertThat(show(page).getContentAsString()).contains("Payment confirmed");
    assertThat(find(reference).field("status")).isEqualTo("approved");
    assertTold("approved");
  }

  @Test
  void aRefusedChargeIsDeclinedAndTold() throws Exception {
    decide("refuse");

    assertThat(show(page).getContentAsString()).contains("Payment refused");
    assertThat(find(reference).field("decline_code")).isEqualTo("authentication_failed");
    assertTold("declined");
  }

  @Test
  void theFirstWordStays() throws Exception {
    decide("refuse");
    decide("confirm");
    assertThat(find(reference).field("status")).isEqualTo("declined");
    assertTold("declined");
    assertThat(callbacksAbout(reference)).hasSize(1);
  }

  @Test
  void nobodyWithoutTheAddressDecides() throws Exception {
    String other = "/authentication/" + "0".repeat(32);

    assertThat(show(other).getStatus()).isEqualTo(404);
    assertThat(mvc.perform(post(other).param("decision", "confirm")).andReturn().getResponse())
        .extracting(MockHttpServletResponse::getStatus)
        .isEqualTo(404);
    assertThat(show("/authentication/<script>".replace("<", "%3C").replace(">", "%3E")).getStatus())
        .isEqualTo(400);
    assertThat(decide("maybe").getStatus()).isEqualTo(400);
    assertThat(find(reference).field("status")).isEqualTo("requires_action");
  }

  @Test
  void theWayToThePageOpensNothingElse() throws Exception {
    assertThat(show("/v1/charges?reference=" + reference).getStatus()).isEqualTo(401);
    assertThat(show("/authenticationX").getStatus()).isEqualTo(401);
  }

  private void assertTold(String status) {
    await().atMost(Duration.ofSeconds(20)).until(() -> !callbacksAbout(reference).isEmpty());
    assertThat(callbacksAbout(reference).getFirst().getBodyAsString())
        .contains("\"status\":\"" + status + "\"")
        .doesNotContain("authentication/");
  }

  private MockHttpServletResponse show(String path) throws Exception {
    return mvc.perform(get(URI.create(path))).andReturn().getResponse();
  }

  private MockHttpServletResponse decide(String decision) throws Exception {
    return mvc.perform(post(URI.create(page)).param("decision", decision))
        .andReturn()
        .getResponse();
  }
}
