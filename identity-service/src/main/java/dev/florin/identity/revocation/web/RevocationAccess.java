package dev.florin.identity.revocation.web;

import dev.florin.web.security.AccessRules;
import io.micrometer.observation.ObservationPredicate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Like the keys the list is read without a token, by whoever reaches this service: the edge has no
 * secret by which it could get one, and what the list names opens nothing.
 */
@Configuration(proxyBeanMethods = false)
class RevocationAccess {

  private static final String PATH = "/oauth2/revocations";

  @Bean
  AccessRules revocationAccessRules() {
    return rules -> rules.requestMatchers(HttpMethod.GET, PATH).permitAll();
  }

  /** Every gateway asks every few seconds: no trace of it would tell anything. */
  @Bean
  ObservationPredicate silentRevocationList() {
    return (_, context) ->
        !(context instanceof ServerRequestObservationContext server)
            || server.getCarrier() == null
            || !server.getCarrier().getRequestURI().equals(PATH);
  }
}
