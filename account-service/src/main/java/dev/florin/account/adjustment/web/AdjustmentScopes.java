package dev.florin.account.adjustment.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Posting by hand is the operators' alone. */
@Configuration(proxyBeanMethods = false)
class AdjustmentScopes {

  /** Before any rule for all of {@code /api/v1/ledger}. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  AccessRules adjustmentAccessRules() {
    return rules ->
        rules.requestMatchers("/api/v1/ledger/adjustments/**").hasAuthority("SCOPE_ops");
  }
}
