package dev.florin.payment.resolution.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Parked work is the operators'. */
@Configuration(proxyBeanMethods = false)
class ParkedScopes {

  @Bean
  AccessRules parkedAccessRules() {
    return rules -> rules.requestMatchers("/api/v1/parked/**").hasAuthority("SCOPE_ops");
  }
}
