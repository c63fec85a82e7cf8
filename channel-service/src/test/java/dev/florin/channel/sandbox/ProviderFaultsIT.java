package dev.florin.channel.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.channel.Channel;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Charge;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.ProviderHttp;
import dev.florin.money.Money;
import dev.florin.web.deadline.Deadline;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class ProviderFaultsIT extends ChannelIntegration {

  private final Channel sandbox;
  private final ProviderHttp http;
  private final Charge charge =
      new Charge(UUID.randomUUID() + "_1", Money.parse("19.99", "USD"), "credit_card", null);

  @Autowired
  ProviderFaultsIT(Channel sandbox, ProviderHttp http) {
    this.sandbox = sandbox;
    this.http = http;
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aBrokenConnectionIsUnknown(Fault fault) {
    whenCharging(aResponse().withFault(fault));
    whenAsked(aResponse().withFault(fault));

    assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 408, 409, 425, 500, 502, 503, 504})
  void aStatusThatLeavesTheOutcomeOpenIsUnknown(int status) {
    whenCharging(aResponse().withStatus(status).withHeader("Location", PROVIDER.url("/other")));
    whenAsked(aResponse().withStatus(status));

    assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isNotInstanceOf(NotFound.class);
    assertThat(chargesSent()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 422, 429})
  void aRequestThatTheProviderRefusesWasNotSent(int status) {
    whenCharging(aResponse().withStatus(status));

    assertThat(sandbox.charge(charge)).isEqualTo(new NotSent(Reason.REFUSED));
  }

  @Test
  void aPageInsteadOfAnAnswerIsUnknown() {
    ResponseDefinitionBuilder page = ok("<html>ok</html>").withHeader("Content-Type", "text/html");
    whenCharging(page);
    whenAsked(page);

    assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "approved", "{\"status\":\"approved\"", "\u0000"})
  void anAnswerThatIsNoneIsUnknown(String body) {
    whenCharging(json(body));

    assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount\":1998,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":1999.5,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":1e999999999,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":1999,\"currency\":\"EUR\",\"status\":\"approved\"",
        "\"amount\":1999,\"status\":\"approved\"",
        "\"amount\":1998,\"currency\":\"USD\",\"status\":\"declined\"",
        "\"amount\":1999,\"currency\":\"USD\",\"status\":\"accepted\"",
      })
  void anAnswerThatDoesNotFitTheOrderIsUnknown(String fields) {
    String answer = "{\"id\":\"ch_1\",\"reference\":\"%s\",%s}";
    whenCharging(json(answer.formatted(charge.reference(), fields)));
    whenAsked(json(answer.formatted(charge.reference(), fields)));

    assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isNotInstanceOf(NotFound.class);
  }

  @Test
  void anAnswerAboutAnotherChargeIsUnknown() {
    whenAsked(json(confirmation("other_1", "")));

    assertThat(sandbox.find(charge))
        .isInstanceOfSatisfying(
            Found.class, found -> assertThat(found.result()).isInstanceOf(Unknown.class));
  }

  @Test
  void aHugeAnswerIsCutOff() {
    String filler = ",\"filler\":\"" + "x".repeat(30_000_000) + "\"";
    whenCharging(json(confirmation(charge.reference(), filler)));

    assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class);
  }

  @Test
  void nothingIsDecompressed() {
    whenCharging(json(confirmation(charge.reference(), "")).withHeader("Content-Encoding", "gzip"));

    // Taken as it is, unharmed: a compressed bomb would be no JSON.
    assertThat(sandbox.charge(charge)).isInstanceOf(Approved.class);
  }

  @Test
  void aSlowProviderIsLeftInTime() {
    whenCharging(json(confirmation(charge.reference(), "")).withFixedDelay(6_000));

    assertThat(millisOf(() -> assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class)))
        .isBetween(1_400L, 4_500L);
  }

  @Test
  void aProviderThatDribblesIsLeftInTime() {
    whenCharging(json(confirmation(charge.reference(), "")).withChunkedDribbleDelay(40, 8_000));

    assertThat(millisOf(() -> assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class)))
        .isBetween(1_400L, 4_500L);
  }

  @Test
  void theRequestsDeadlineIsKeptWhenItIsSooner() throws Exception {
    whenCharging(json(confirmation(charge.reference(), "")).withFixedDelay(6_000));

    long millis =
        Deadline.in(Duration.ofMillis(200))
            .call(
                () ->
                    millisOf(() -> assertThat(sandbox.charge(charge)).isInstanceOf(Unknown.class)));

    assertThat(millis).isLessThan(1_400L);
  }

  @Test
  void pastTheDeadlineNothingIsSent() throws Exception {
    Object result = Deadline.in(Duration.ZERO).call(() -> sandbox.charge(charge));

    assertThat(result).isInstanceOf(NotSent.class);
    assertThat(chargesSent()).isZero();
  }

  @Test
  void aConnectionThatWasNeverEstablishedIsNotSent() throws IOException {
    SandboxChannel unreachable = channelAt(URI.create("http://127.0.0.1:" + closedPort()));

    assertThat(unreachable.charge(charge)).isEqualTo(new NotSent(Reason.UNREACHABLE));
    assertThat(unreachable.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @Test
  void onlyTheProvidersOwnNotFoundCounts() {
    whenAsked(notFound());
    assertThat(sandbox.find(charge)).isInstanceOf(NotFound.class);

    whenAsked(aResponse().withStatus(404).withBody("<html>no route</html>"));
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @Test
  void baggageStaysAtHome() {
    whenAsked(notFound());
    SandboxPspClient client =
        http.client(
            SandboxPspClient.class,
            properties(URI.create(PROVIDER.baseUrl())).client(),
            builder -> builder.defaultHeader("baggage", "user_id=USER_1"));

    ask(client);

    PROVIDER.verify(1, getRequestedFor(anyUrl()).withHeader("baggage", absent()));
  }

  private static void ask(SandboxPspClient client) {
    try {
      client.find("r_1");
    } catch (RuntimeException notFound) {
      assertThat(notFound).hasMessageContaining("404");
    }
  }

  private SandboxChannel channelAt(URI address) {
    return new SandboxChannel(http, properties(address));
  }

  private static SandboxProperties properties(URI address) {
    return new SandboxProperties(
        address, "key", Duration.ofMillis(300), Duration.ofMillis(700), Duration.ofSeconds(15));
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static ResponseDefinitionBuilder json(@Nullable String body) {
    return ok(body).withHeader("Content-Type", "application/json");
  }

  private static String confirmation(String reference, String more) {
    return """
        {"id":"ch_1","reference":"%s","status":"approved","amount":1999,"currency":"USD"%s}"""
        .formatted(reference, more);
  }

  private static long millisOf(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
