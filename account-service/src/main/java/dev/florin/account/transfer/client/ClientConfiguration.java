package dev.florin.account.transfer.client;

import dev.florin.account.transfer.RiskDesk;
import dev.florin.web.client.ServiceClients;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The service that assesses transfers. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

  @Bean
  RiskDesk riskDesk(
      ServiceClients clients,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      RiskProperties properties) {
    return new HttpRiskDesk(
        clients.create(RiskClient.class, properties.risk()),
        breakers.circuitBreaker("risk"),
        bulkheads.bulkhead("risk"));
  }
}
