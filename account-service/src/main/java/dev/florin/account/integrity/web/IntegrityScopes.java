package dev.florin.account.integrity.web;

import dev.florin.web.security.AccessRules;
import dev.florin.web.security.Caller;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;

/** Whoever may read accounts or payments may ask whether the ledger is whole. */
@Configuration(proxyBeanMethods = false)
class IntegrityScopes {

  private static final String OPS = "SCOPE_ops";

  @Bean
  AccessRules integrityAccessRules() {
    return rules ->
        rules
            .requestMatchers("/api/v1/integrity")
            .hasAnyAuthority("SCOPE_accounts:read", "SCOPE_payments:read", OPS);
  }

  static boolean isOperator(Caller caller, Authentication authentication) {
    return caller.kind() == Caller.Kind.SERVICE
        && authentication.getAuthorities().stream()
            .anyMatch(granted -> OPS.equals(granted.getAuthority()));
  }
}
