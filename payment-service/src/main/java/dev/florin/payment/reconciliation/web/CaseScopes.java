package dev.florin.payment.reconciliation.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Cases are the operators'. */
@Configuration(proxyBeanMethods = false)
class CaseScopes {

  @Bean
  AccessRules caseAccessRules() {
    return rules -> rules.requestMatchers("/api/v1/reconciliation/**").hasAuthority("SCOPE_ops");
  }
}
