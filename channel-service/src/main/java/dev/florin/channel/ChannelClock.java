package dev.florin.channel;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The process's clock, for what no database decides: signatures, and pauses of providers. */
@Configuration(proxyBeanMethods = false)
class ChannelClock {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
