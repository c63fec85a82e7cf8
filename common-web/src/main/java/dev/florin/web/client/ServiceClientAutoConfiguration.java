package dev.florin.web.client;

import dev.florin.web.deadline.DeadlineTelemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/** Proxies for other processes, for services that have a client secret. */
@AutoConfiguration(after = RestClientAutoConfiguration.class)
@ConditionalOnProperty("florin.identity.client.client-secret")
@EnableConfigurationProperties(IdentityProperties.class)
public final class ServiceClientAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  ServiceClients serviceClients(
      ObjectProvider<RestClient.Builder> builders,
      IdentityProperties identity,
      ObjectProvider<MeterRegistry> meters,
      ObjectProvider<ObservationRegistry> observations) {
    var telemetry = new DeadlineTelemetry(meters.getIfAvailable(SimpleMeterRegistry::new));
    ServiceTokens tokens =
        serviceTokens(
            builders.getObject(),
            identity,
            telemetry,
            observations.getIfAvailable(() -> ObservationRegistry.NOOP));
    return new ServiceClients(builders::getObject, new ServiceTokenInterceptor(tokens), telemetry);
  }

  private static ServiceTokens serviceTokens(
      RestClient.Builder builder,
      IdentityProperties identity,
      DeadlineTelemetry telemetry,
      ObservationRegistry observations) {
    var properties =
        new ServiceClientProperties(
            identity.tokenUri(), Duration.ofMillis(500), Duration.ofSeconds(1));
    var endpoint = new RestClientClientCredentialsTokenResponseClient();
    endpoint.setRestClient(
        builder
            .requestFactory(
                new DeadlineRequestFactory(ServiceClients.pool(properties), properties, telemetry))
            .configureMessageConverters(
                converters ->
                    converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build());
    ClientRegistration registration =
        ClientRegistration.withRegistrationId("florin")
            .clientId(identity.clientId())
            .clientSecret(identity.clientSecret())
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenUri(identity.tokenUri().toString())
            .scope("internal")
            .build();
    return new ServiceTokens(
        request -> inTraceOfItsOwn(observations, () -> endpoint.getTokenResponse(request)),
        registration,
        System::nanoTime);
  }

  /** A token serves many requests; the first of them is not what it belongs to. */
  private static <T> T inTraceOfItsOwn(ObservationRegistry observations, Supplier<T> work) {
    try (Observation.Scope _ = new NullObservation(observations).openScope()) {
      return work.get();
    }
  }
}
