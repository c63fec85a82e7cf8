package dev.florin.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
    classes = ManagementPortTests.App.class,
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.config.location=classpath:florin-telemetry.yml,classpath:florin-web.yml",
      "spring.application.name=example",
      "management.server.port=0",
      "FLORIN_IDENTITY_URL=http://127.0.0.1:9"
    })
class ManagementPortTests {

  @LocalServerPort int port;

  @LocalManagementPort int managementPort;

  @Test
  void healthAndMetricsAreReadOnTheManagementPortOnly() throws Exception {
    assertThat(status(managementPort, "/actuator/health/readiness")).isEqualTo(200);
    assertThat(status(managementPort, "/actuator/prometheus")).isEqualTo(200);
    assertThat(status(port, "/actuator/health/readiness")).isIn(401, 404);
    assertThat(status(port, "/actuator/prometheus")).isIn(401, 404);
  }

  @Test
  void nothingElseIsExposed() throws Exception {
    for (String endpoint : new String[] {"env", "heapdump", "shutdown", "loggers", "beans"}) {
      assertThat(status(managementPort, "/actuator/" + endpoint)).as(endpoint).isIn(401, 404);
    }
  }

  private static int status(int port, String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode();
    }
  }

  @SpringBootApplication(
      excludeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
  static class App {}
}
