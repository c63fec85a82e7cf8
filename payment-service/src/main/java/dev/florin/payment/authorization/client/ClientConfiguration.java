package dev.florin.payment.authorization.client;

import dev.florin.payment.authorization.AttemptFindings;
import dev.florin.payment.authorization.ChannelDesk;
import dev.florin.payment.authorization.RiskDesk;
import dev.florin.payment.authorization.Wallets;
import dev.florin.payment.payment.CaptureProperties;
import dev.florin.web.client.RetryBudget;
import dev.florin.web.client.ServiceClients;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The three services behind a payment. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

  private final ServiceClients clients;
  private final CircuitBreakerRegistry breakers;
  private final BulkheadRegistry bulkheads;
  private final DownstreamProperties properties;
  private final CaptureProperties capture;

  ClientConfiguration(
      ServiceClients clients,
      CircuitBreakerRegistry breakers,
      BulkheadRegistry bulkheads,
      DownstreamProperties properties,
      CaptureProperties capture) {
    this.clients = clients;
    this.breakers = breakers;
    this.bulkheads = bulkheads;
    this.properties = properties;
    this.capture = capture;
  }

  @Bean
  RiskDesk riskDesk() {
    return new HttpRiskDesk(
        clients.create(RiskClient.class, properties.risk()), downstream("risk"));
  }

  @Bean
  Wallets wallets(MeterRegistry meters) {
    return new HttpWallets(
        clients.create(AccountClient.class, properties.account()),
        downstream("account"),
        new RetryBudget(properties.repeatPercentage(), properties.repeatBurst()),
        Counter.builder("payment.repeats")
            .description("Calls to account-service sent once more because they had no answer")
            .register(meters),
        capture);
  }

  @Bean
  ChannelDesk channelDesk() {
    return new HttpChannelDesk(
        clients.create(ChannelClient.class, properties.channel()), downstream("channel"));
  }

  @Bean
  AttemptFindings attemptFindings() {
    return new HttpAttemptFindings(
        clients.create(FindingClient.class, properties.channel()), downstream("channel"));
  }

  private Downstream downstream(String name) {
    return new Downstream(breakers.circuitBreaker(name), bulkheads.bulkhead(name));
  }
}
