package dev.florin.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import dev.florin.localstack.embedded.EphemeralRedis;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The running gateway before simulated services, and a client of it. */
final class GatewayServer implements AutoCloseable {

  private final WireMockServer identity = startMock();
  private final WireMockServer backend = startMock();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ConfigurableApplicationContext context;

  private GatewayServer(String... properties) {
    identity.stubFor(
        WireMock.get(urlPathEqualTo("/oauth2/jwks")).willReturn(okJson(Tokens.keySet())));
    identity.stubFor(
        WireMock.get(urlPathEqualTo("/oauth2/revocations"))
            .willReturn(okJson("{\"as_of\": \"2026-01-01T00:00:00Z\", \"revocations\": []}")));
    backend.stubFor(any(WireMock.anyUrl()).willReturn(okJson("{\"answered\": true}")));
    var defaults =
        List.of(
            "FLORIN_ISSUER=" + Tokens.ISSUER,
            "FLORIN_IDENTITY_URL=" + identity.baseUrl(),
            "FLORIN_PAYMENT_URL=" + backend.baseUrl(),
            "FLORIN_ACCOUNT_URL=" + backend.baseUrl() + "/",
            "FLORIN_CHANNEL_URL=" + backend.baseUrl(),
            "FLORIN_NOTIFICATION_URL=" + backend.baseUrl(),
            "SPRING_DATA_REDIS_URL=" + EphemeralRedis.url(),
            "florin.gateway.rate-limit.source.capacity=1000000",
            "florin.gateway.rate-limit.source.refill-per-second=1000000",
            "server.address=127.0.0.1",
            "server.port=0",
            "management.server.address=127.0.0.1",
            "management.server.port=0");
    context =
        new SpringApplicationBuilder(GatewayApplication.class, SpanMemory.class)
            .environment(Environments.of(defaults, List.of(properties)))
            .run();
  }

  static GatewayServer start(String... properties) {
    return new GatewayServer(properties);
  }

  private static WireMockServer startMock() {
    WireMockServer mock =
        new WireMockServer(
            options().bindAddress("127.0.0.1").dynamicPort().http2PlainDisabled(true));
    mock.start();
    return mock;
  }

  WireMockServer backend() {
    return backend;
  }

  WireMockServer identity() {
    return identity;
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  List<SpanData> spans() {
    bean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
    return bean(InMemorySpanExporter.class).getFinishedSpanItems();
  }

  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  String address() {
    return "http://127.0.0.1:" + port("local.server.port");
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  Reply get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Reply management(String path) {
    return send(
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + port("local.management.port") + path)));
  }

  Reply post(String path, String token, String json, String... headers) {
    return send(
        request(path, headers)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  Reply send(HttpRequest.Builder request) {
    try {
      return new Reply(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String port(String name) {
    return context.getEnvironment().getRequiredProperty(name);
  }

  @Override
  public void close() {
    http.close();
    context.close();
    backend.stop();
    identity.stop();
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class SpanMemory {

    @Bean
    InMemorySpanExporter spanExporter() {
      return InMemorySpanExporter.create();
    }
  }
}
