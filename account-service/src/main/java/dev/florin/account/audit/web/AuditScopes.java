package dev.florin.account.audit.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The audit of all merchants is the operators' alone. */
@Configuration(proxyBeanMethods = false)
class AuditScopes {

  @Bean
  AccessRules auditAccessRules() {
    return rules -> rules.requestMatchers("/api/v1/audit/**").hasAuthority("SCOPE_ops");
  }
}
