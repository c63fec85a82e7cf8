package dev.florin.benchmarks.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentRequestsTests {

  private HttpServer gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.start();
  }

  @AfterEach
  void stop() {
    gateway.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "201 | {\"code\": \"of_a_payment\"}               | 201",
        "503 | {\"code\": \"service_unavailable\"}        | 503 service_unavailable",
        "503 | {\"code\": \"database_unavailable\"}       | 503 database_unavailable",
        "502 | <html>                                     | 502",
        "429 | {}                                         | 429"
      })
  void aRefusalIsToldWithTheCodeOfItsProblem(int status, String body, String told) {
    gateway.createContext(
        "/api/v1/payments",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    URI address = URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());

    assertThat(new PaymentRequests(address, "token", 10).send(1)).isEqualTo(told);
  }
}
