package dev.florin.payment.timeline.client;

import dev.florin.payment.timeline.Neighbours;
import dev.florin.web.client.ServiceClientProperties;
import dev.florin.web.client.ServiceClients;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The services behind a story. Their breakers, bulkheads and connections are apart from those that
 * payments use: whoever reads much must not keep others from paying.
 */
@Configuration(proxyBeanMethods = false)
class NeighbourConfiguration {

  private final ServiceClients clients;
  private final CircuitBreakerRegistry breakers;
  private final BulkheadRegistry bulkheads;

  NeighbourConfiguration(
      ServiceClients clients, CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads) {
    this.clients = clients;
    this.breakers = breakers;
    this.bulkheads = bulkheads;
  }

  @Bean
  Neighbours neighbours(NeighbourProperties properties) {
    return new HttpNeighbours(
        witness("timeline-risk", AssessmentsClient.class, properties.risk()),
        witness("timeline-account", LedgerClient.class, properties.account()),
        witness("timeline-channel", AttemptsClient.class, properties.channel()),
        witness("timeline-notification", NotificationsClient.class, properties.notification()));
  }

  private <C> Witness<C> witness(
      String name, Class<C> httpExchange, ServiceClientProperties properties) {
    return new Witness<>(
        clients.create(httpExchange, properties),
        breakers.circuitBreaker(name),
        bulkheads.bulkhead(name));
  }
}
