package dev.florin.account.transfer.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scope that the public endpoints ask for. */
@Configuration(proxyBeanMethods = false)
class TransferScopes {

  @Bean
  AccessRules transferAccessRules() {
    return rules ->
        rules.requestMatchers("/api/v1/transfers/**").hasAuthority("SCOPE_transfers:write");
  }
}
