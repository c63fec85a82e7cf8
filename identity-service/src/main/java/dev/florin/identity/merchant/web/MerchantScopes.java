package dev.florin.identity.merchant.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Operators manage merchants; a merchant looks at itself and replaces its own secrets. */
@Configuration(proxyBeanMethods = false)
class MerchantScopes {

  private static final String OPERATORS = "SCOPE_ops";
  private static final String MERCHANTS = "SCOPE_credentials:write";

  @Bean
  AccessRules merchantAccessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, "/api/v1/merchants/{merchant_id}")
            .hasAnyAuthority(OPERATORS, MERCHANTS)
            .requestMatchers("/api/v1/merchants/{merchant_id}/secrets/**")
            .hasAnyAuthority(OPERATORS, MERCHANTS)
            .requestMatchers("/api/v1/merchants/**")
            .hasAuthority(OPERATORS);
  }
}
