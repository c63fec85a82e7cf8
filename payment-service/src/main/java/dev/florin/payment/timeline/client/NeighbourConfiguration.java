package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours;
import dev.florin.web.client.ServiceClients;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The services behind a story. Their breakers and connections are apart from those that payments
 * use: whoever reads much must not keep others from paying.
 */
@Configuration(proxyBeanMethods = false)
class NeighbourConfiguration {

  @Bean
  Neighbours neighbours(
      ServiceClients clients, CircuitBreakerRegistry breakers, NeighbourProperties properties) {
    return new HttpNeighbours(
        new Witness<>(
            clients.create(AssessmentsClient.class, properties.risk()),
            breakers.circuitBreaker("timeline-risk")),
        new Witness<>(
            clients.create(LedgerClient.class, properties.account()),
            breakers.circuitBreaker("timeline-account")),
        new Witness<>(
            clients.create(AttemptsClient.class, properties.channel()),
            breakers.circuitBreaker("timeline-channel")),
        new Witness<>(
            clients.create(NotificationsClient.class, properties.notification()),
            breakers.circuitBreaker("timeline-notification")));
  }
}
