package dev.florin.web.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.web.service.annotation.GetExchange;

class ServiceTokenTraceTests {

  private static final String PAYMENT = "payment";
  private static final String NONE = "none";

  private final WireMockServer server =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());

  interface Greeter {
    @GetExchange("/greeting")
    String greet();
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void gettingATokenDoesNotBelongToTheRequestThatNeededItFirst() {
    server.stubFor(
        post("/oauth2/token")
            .willReturn(
                okJson("{\"access_token\":\"one\",\"token_type\":\"Bearer\",\"expires_in\":900}")));
    server.stubFor(get("/greeting").willReturn(aResponse().withBody("hello")));
    var parents = new Parents();
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                ObservationAutoConfiguration.class,
                RestClientAutoConfiguration.class,
                RestClientObservationAutoConfiguration.class,
                ServiceClientAutoConfiguration.class))
        .withBean(Parents.class, () -> parents)
        .withPropertyValues(
            "florin.identity.client.token-uri=" + server.url("/oauth2/token"),
            "florin.identity.client.client-id=payment-service",
            "florin.identity.client.client-secret=secret")
        .run(
            context -> {
              Greeter greeter =
                  context
                      .getBean(ServiceClients.class)
                      .create(
                          Greeter.class,
                          new ServiceClientProperties(
                              URI.create(server.baseUrl()),
                              Duration.ofSeconds(2),
                              Duration.ofSeconds(2)));

              Observation.createNotStarted(PAYMENT, context.getBean(ObservationRegistry.class))
                  .observe(greeter::greet);

              assertThat(parents.byPath).containsEntry("/greeting", PAYMENT);
              assertThat(parents.byPath).containsEntry("/oauth2/token", NONE);
            });
  }

  /** The name of the observation that each call was made in, by the call's path. */
  private static final class Parents
      implements ObservationHandler<ClientRequestObservationContext> {

    private final Map<String, String> byPath = new ConcurrentHashMap<>();

    @Override
    public void onStop(ClientRequestObservationContext context) {
      byPath.put(
          Objects.requireNonNull(context.getCarrier()).getURI().getPath(),
          Optional.ofNullable(context.getParentObservation())
              .filter(parent -> !(parent instanceof NullObservation))
              .map(parent -> parent.getContextView().getName())
              .orElse(NONE));
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return context instanceof ClientRequestObservationContext;
    }
  }
}
