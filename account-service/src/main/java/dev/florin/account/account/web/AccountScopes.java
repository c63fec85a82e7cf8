package dev.florin.account.account.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** The scopes that the public endpoints ask for. */
@Configuration(proxyBeanMethods = false)
class AccountScopes {

  @Bean
  AccessRules accountAccessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, "/api/v1/accounts/**")
            .hasAuthority("SCOPE_accounts:read")
            .requestMatchers(
                HttpMethod.POST,
                "/api/v1/accounts/{id}/freeze",
                "/api/v1/accounts/{id}/unfreeze",
                "/api/v1/accounts/{id}/close")
            .hasAnyAuthority("SCOPE_accounts:write", "SCOPE_ops")
            .requestMatchers("/api/v1/accounts/**")
            .hasAuthority("SCOPE_accounts:write");
  }
}
