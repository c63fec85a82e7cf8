package dev.florin.channel.sandbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.channel.ChannelIntegration;
import dev.florin.channel.channel.Channel;
import dev.florin.channel.channel.ChannelResult.Approved;
import dev.florin.channel.channel.ChannelResult.Declined;
import dev.florin.channel.channel.ChannelResult.Mismatched;
import dev.florin.channel.channel.ChannelResult.NotSent;
import dev.florin.channel.channel.ChannelResult.NotSent.Reason;
import dev.florin.channel.channel.ChannelResult.RequiresAction;
import dev.florin.channel.channel.ChannelResult.Unknown;
import dev.florin.channel.channel.Instruction;
import dev.florin.channel.channel.Lookup.Found;
import dev.florin.channel.channel.Lookup.NoAnswer;
import dev.florin.channel.channel.Lookup.NotFound;
import dev.florin.channel.channel.Operation;
import dev.florin.channel.channel.ProviderHttp;
import dev.florin.channel.channel.ProviderPause;
import dev.florin.money.Money;
import dev.florin.web.deadline.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class ProviderFaultsIT extends ChannelIntegration {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);

  private final Channel sandbox;
  private final ProviderHttp http;
  private final Instruction charge = instruction(Operation.CHARGE);

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

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307, 408, 409, 425, 500, 502, 503, 504})
  void aStatusThatLeavesTheOutcomeOpenIsUnknown(int status) {
    whenCharging(aResponse().withStatus(status).withHeader("Location", PROVIDER.url("/other")));
    whenAsked(aResponse().withStatus(status));

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isNotInstanceOf(NotFound.class);
    assertThat(chargesSent()).isEqualTo(1);
  }

  @Test
  void aPageInsteadOfAnAnswerIsUnknown() {
    ResponseDefinitionBuilder page = ok("<html>ok</html>").withHeader("Content-Type", "text/html");
    whenCharging(page);
    whenAsked(page);

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[]", "approved", "{\"status\":\"approved\"", "\u0000"})
  void anAnswerThatIsNoneIsUnknown(String body) {
    whenCharging(json(body));

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"amount\":1999.5,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":1e999999999,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":1e-999999999,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":-1999,\"currency\":\"USD\",\"status\":\"approved\"",
        "\"amount\":1999,\"currency\":\"ZZZ\",\"status\":\"approved\"",
        "\"amount\":1999,\"status\":\"approved\"",
        "\"amount\":1999,\"currency\":\"USD\",\"status\":\"requires_action\"",
        "\"amount\":1999,\"currency\":\"USD\",\"status\":\"accepted\"",
      })
  void anAnswerThatDoesNotFitTheOrderIsUnknown(String fields) {
    String answer = "{\"id\":\"ch_1\",\"reference\":\"%s\",%s}";
    whenCharging(json(answer.formatted(charge.reference(), fields)));
    whenAsked(json(answer.formatted(charge.reference(), fields)));

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
    assertThat(sandbox.find(charge)).isNotInstanceOf(NotFound.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1998, USD, approved, 19.98 USD",
    "9900, USD, approved, 99.00 USD",
    "1999, EUR, approved, 19.99 EUR",
    "0, USD, approved, 0.00 USD",
    "1998, USD, declined, 19.98 USD",
  })
  void anotherAmountIsNeverAnApproval(
      String amount, String currency, String status, String confirmed) {
    String answer =
        """
        {"id":"ch_1","reference":"%s","status":"%s","amount":%s,"currency":"%s"}"""
            .formatted(charge.reference(), status, amount, currency);
    whenCharging(json(answer));
    whenAsked(json(answer));

    assertThat(sandbox.carryOut(charge))
        .isInstanceOfSatisfying(
            Mismatched.class, mismatch -> assertThat(mismatch.confirmed()).hasToString(confirmed));
    assertThat(sandbox.find(charge))
        .isInstanceOfSatisfying(
            Found.class, found -> assertThat(found.result()).isInstanceOf(Mismatched.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "//elsewhere.test/",
        "http://bank.test/ \\nX: y",
        "ftp://bank.test/",
        ""
      })
  void onlyAnAddressOfTheWebIsPassedOnToThePayer(String url) {
    whenCharging(json(requiresAction(url)));

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
  }

  @Test
  void aPayerWhoMustConfirmIsToldWhere() {
    whenCharging(json(requiresAction("https://bank.test/confirm?id=1")));

    assertThat(sandbox.carryOut(charge))
        .isEqualTo(new RequiresAction("ch_1", URI.create("https://bank.test/confirm?id=1")));
  }

  private String requiresAction(String url) {
    return """
        {"id":"ch_1","reference":"%s","status":"requires_action","amount":1999,"currency":"USD",
        "next_action":{"type":"redirect","url":"%s"}}"""
        .formatted(charge.reference(), url);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void everyOperationIsUnknownWhenItsAnswerIsLostAndIsNeverSentAgain(Operation operation) {
    for (Fault fault : Fault.values()) {
      PROVIDER.resetAll();
      PROVIDER.stubFor(post(anyUrl()).willReturn(aResponse().withFault(fault)));

      assertThat(sandbox.carryOut(instruction(operation)))
          .as(fault.name())
          .isInstanceOf(Unknown.class);
      assertThat(chargesSent()).as(fault.name()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CAPTURE, capture, capture_declined",
    "VOID, void, void_declined",
    "REFUND, refund, refund_declined",
  })
  void whatFollowsIsAskedForAndDeclinedInItsOwnWords(
      Operation operation, String kind, String code) {
    Instruction instruction = instruction(operation);
    whenFollowing(
        kind, told(instruction.reference(), "declined", "1999", ",\"decline_code\":\"made_up\""));
    whenAskedFor(kind, told(instruction.reference(), "approved", "1999", "").withStatus(200));

    assertThat(sandbox.carryOut(instruction)).isEqualTo(new Declined(code, "tx_1"));
    assertThat(sandbox.find(instruction)).isEqualTo(new Found(new Approved("tx_1")));
  }

  @ParameterizedTest
  @CsvSource({"429, 3", "503, 3", "429, 3600"})
  void aPauseThatTheProviderAsksForIsKept(int status, int seconds) {
    SandboxChannel channel = channelAt(URI.create(PROVIDER.baseUrl()));
    whenCharging(aResponse().withStatus(status).withHeader("Retry-After", seconds + ""));

    assertThat(channel.carryOut(charge)).isInstanceOf(Unknown.class);

    assertThat(channel.rest())
        .isEqualTo(Duration.ofSeconds(Math.min(seconds, 60)))
        .isEqualTo(channel.rest());
  }

  @Test
  void aPauseMayBeAskedForByDateAndIsNoneWhenItMakesNoSense() {
    var pause = new ProviderPause(NOON);
    pause.ask("Fri, 27 Nov 2026 12:00:05 GMT");
    assertThat(pause.remaining()).isEqualTo(Duration.ofSeconds(5));

    for (String nonsense : List.of("soon", "-5", "99999999999999999999", "", "1.5")) {
      var none = new ProviderPause(NOON);
      none.ask(nonsense);
      assertThat(none.remaining()).as(nonsense).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void withoutRetryAfterAnOverloadAsksForNoPause() {
    SandboxChannel channel = channelAt(URI.create(PROVIDER.baseUrl()));
    whenCharging(aResponse().withStatus(503));

    assertThat(channel.carryOut(charge)).isInstanceOf(Unknown.class);
    assertThat(channel.rest()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aBombThatIsSmallOnlyWhilePackedIsNotUnpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    whenCharging(
        ok().withBody(packed.toByteArray())
            .withHeader("Content-Type", "application/json")
            .withHeader("Content-Encoding", "gzip"));
    long before = usedMemory();

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);

    assertThat(usedMemory() - before).isLessThan(64L << 20);
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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

    assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class);
  }

  @Test
  void nothingIsDecompressed() {
    whenCharging(json(confirmation(charge.reference(), "")).withHeader("Content-Encoding", "gzip"));

    // Taken as it is, unharmed: a compressed bomb would be no JSON.
    assertThat(sandbox.carryOut(charge)).isInstanceOf(Approved.class);
  }

  @Test
  void aSlowProviderIsLeftInTime() {
    whenCharging(json(confirmation(charge.reference(), "")).withFixedDelay(6_000));

    assertThat(millisOf(() -> assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class)))
        .isBetween(1_400L, 4_500L);
  }

  @Test
  void aProviderThatDribblesIsLeftInTime() {
    whenCharging(json(confirmation(charge.reference(), "")).withChunkedDribbleDelay(40, 8_000));

    assertThat(millisOf(() -> assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class)))
        .isBetween(1_400L, 4_500L);
  }

  @Test
  void theRequestsDeadlineIsKeptWhenItIsSooner() throws Exception {
    whenCharging(json(confirmation(charge.reference(), "")).withFixedDelay(6_000));

    long millis =
        Deadline.in(Duration.ofMillis(200))
            .call(
                () ->
                    millisOf(
                        () -> assertThat(sandbox.carryOut(charge)).isInstanceOf(Unknown.class)));

    assertThat(millis).isLessThan(1_400L);
  }

  @Test
  void pastTheDeadlineNothingIsSent() throws Exception {
    Object result = Deadline.in(Duration.ZERO).call(() -> sandbox.carryOut(charge));

    assertThat(result).isInstanceOf(NotSent.class);
    assertThat(chargesSent()).isZero();
  }

  @Test
  void aConnectionThatWasNeverEstablishedIsNotSent() throws IOException {
    SandboxChannel unreachable = channelAt(URI.create("http://127.0.0.1:" + closedPort()));

    assertThat(unreachable.carryOut(charge)).isEqualTo(new NotSent(Reason.UNREACHABLE));
    assertThat(unreachable.find(charge)).isInstanceOf(NoAnswer.class);
  }

  @Test
  void baggageStaysAtHome() {
    whenAsked(notFound());
    SandboxPspClient client =
        http.client(
            SandboxPspClient.class,
            properties(URI.create(PROVIDER.baseUrl())).client(),
            new ProviderPause(NOON),
            builder -> builder.defaultHeader("baggage", "user_id=USER_1"));

    ask(client);

    PROVIDER.verify(1, getRequestedFor(anyUrl()).withHeader("baggage", absent()));
  }

  private static void ask(SandboxPspClient client) {
    try {
      client.findCharge("r_1");
    } catch (RuntimeException notFound) {
      assertThat(notFound).hasMessageContaining("404");
    }
  }

  private static Instruction instruction(Operation operation) {
    return new Instruction(
        UUID.randomUUID() + (operation == Operation.VOID ? "_void" : "_1"),
        operation,
        Money.parse("19.99", "USD"),
        "credit_card",
        null,
        operation.followsAnother() ? UUID.randomUUID() + "_1" : null);
  }

  private SandboxChannel channelAt(URI address) {
    return new SandboxChannel(http, properties(address), NOON);
  }

  private static SandboxProperties properties(URI address) {
    return new SandboxProperties(
        address,
        "key",
        CALLBACK_SECRET,
        Duration.ofMillis(300),
        Duration.ofMillis(700),
        Duration.ofSeconds(15));
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
