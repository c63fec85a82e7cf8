package dev.florin.sandbox;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What the simulation does by itself, and by which clock. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SimulationConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
