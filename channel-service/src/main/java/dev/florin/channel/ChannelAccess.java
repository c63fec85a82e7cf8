package dev.florin.channel;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who may call what. */
@Configuration(proxyBeanMethods = false)
class ChannelAccess {

  @Bean
  AccessRules accessRules() {
    return rules -> rules.requestMatchers("/api/v1/channels").hasAuthority("SCOPE_channels:admin");
  }
}
