package dev.florin.web.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.lessThan;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.florin.web.deadline.Deadline;
import dev.florin.web.deadline.DeadlineTelemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;

class ServiceClientsTests {

  interface Greeter {
    @GetExchange("/greeting")
    String greet();
  }

  private final WireMockServer server =
      new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private final ServiceClients clients =
      new ServiceClients(
          RestClient::builder,
          (request, body, execution) -> {
            request.getHeaders().setBearerAuth("service-token");
            return execution.execute(request, body);
          },
          new DeadlineTelemetry(meters));

  @BeforeEach
  void startServer() {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    clients.destroy();
    server.stop();
  }

  @Test
  void sendsTheServiceTokenAndTheRemainingTime() {
    server.stubFor(get("/greeting").willReturn(aResponse().withBody("hello")));

    String answer =
        Deadline.in(Duration.ofMillis(900))
            .call(() -> greeter(server.port(), Duration.ofSeconds(2)).greet());

    assertThat(answer).isEqualTo("hello");
    server.verify(
        getRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer service-token")));
    long sent =
        Long.parseLong(
            server.getAllServeEvents().getFirst().getRequest().getHeader(Deadline.HEADER));
    assertThat(sent).isBetween(1L, 900L);
  }

  @Test
  void aCallWhoseTokenIsRefusedIsMadeOnceMoreWithAnotherToken() throws Exception {
    AtomicLong now = new AtomicLong();
    AtomicInteger fetched = new AtomicInteger();
    var tokens =
        new ServiceTokens(
            _ ->
                OAuth2AccessTokenResponse.withToken("token-" + fetched.incrementAndGet())
                    .tokenType(OAuth2AccessToken.TokenType.BEARER)
                    .expiresIn(900)
                    .build(),
            ServiceTokensTests.registration(),
            now::get);
    var own =
        new ServiceClients(
            RestClient::builder,
            new ServiceTokenInterceptor(tokens),
            new DeadlineTelemetry(meters));
    Greeter greeter = own.create(Greeter.class, properties(server.port(), Duration.ofSeconds(2)));
    server.stubFor(get("/greeting").willReturn(aResponse().withBody("hello")));
    assertThat(greeter.greet()).isEqualTo("hello");
    server.stubFor(
        get("/greeting")
            .withHeader("Authorization", equalTo("Bearer token-1"))
            .willReturn(aResponse().withStatus(401)));
    now.set(Duration.ofMinutes(1).toNanos());

    assertThat(greeter.greet()).as("with the next token").isEqualTo("hello");

    server.stubFor(get("/greeting").willReturn(aResponse().withStatus(401)));
    assertThat(outcomeOf(greeter)).as("a fresh one is not replaced").isEqualTo(CallOutcome.REFUSED);
    assertThat(fetched).hasValue(2);
    own.destroy();
  }

  @Test
  void aCallToAClosedPortWasNotSent() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    assertThat(outcomeOf(greeter(closed, Duration.ofSeconds(1)))).isEqualTo(CallOutcome.NOT_SENT);
  }

  @Test
  void aCallAfterTheDeadlineIsNotSent() {
    CallOutcome outcome =
        Deadline.in(Duration.ZERO)
            .call(() -> outcomeOf(greeter(server.port(), Duration.ofSeconds(1))));

    assertThat(outcome).isEqualTo(CallOutcome.NOT_SENT);
    server.verify(0, getRequestedFor(anyUrl()));
    assertThat(meters.get("florin.deadline.refusals").tag("work", "call").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aSlowAnswerIsNoAnswerAndTheDeadlineEndsTheWait() {
    server.stubFor(get("/greeting").willReturn(aResponse().withFixedDelay(5_000)));
    Greeter greeter = greeter(server.port(), Duration.ofSeconds(30));
    long began = System.nanoTime();

    CallOutcome outcome = Deadline.in(Duration.ofSeconds(1)).call(() -> outcomeOf(greeter));

    assertThat(outcome).isEqualTo(CallOutcome.NO_ANSWER);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aBrokenConnectionIsNoAnswerAndIsNotRetried(Fault fault) {
    server.stubFor(get("/greeting").willReturn(aResponse().withFault(fault)));

    assertThat(outcomeOf(greeter(server.port(), Duration.ofSeconds(2))))
        .isEqualTo(CallOutcome.NO_ANSWER);
    server.verify(1, getRequestedFor(anyUrl()));
  }

  @ParameterizedTest
  @CsvSource({"400, REFUSED", "403, REFUSED", "409, REFUSED", "500, NO_ANSWER", "503, NO_ANSWER"})
  void anErrorStatusIsARefusalOnlyBelow500(int status, CallOutcome outcome) {
    server.stubFor(get("/greeting").willReturn(aResponse().withStatus(status)));

    assertThat(outcomeOf(greeter(server.port(), Duration.ofSeconds(2)))).isEqualTo(outcome);
    server.verify(lessThan(2), getRequestedFor(anyUrl()));
  }

  @Test
  void connectionsAreKeptForTheNextCall() {
    server.stubFor(get("/greeting").willReturn(aResponse().withBody("hello")));
    Greeter greeter = greeter(server.port(), Duration.ofSeconds(2));

    assertThatNoException()
        .isThrownBy(
            () -> {
              greeter.greet();
              greeter.greet();
            });
  }

  private static CallOutcome outcomeOf(Greeter greeter) {
    return CallFailures.classify(catchThrowableOfType(RuntimeException.class, greeter::greet));
  }

  private Greeter greeter(int port, Duration timeout) {
    return clients.create(Greeter.class, properties(port, timeout));
  }

  private static ServiceClientProperties properties(int port, Duration timeout) {
    return new ServiceClientProperties(
        URI.create("http://127.0.0.1:" + port), Duration.ofMillis(500), timeout);
  }
}
