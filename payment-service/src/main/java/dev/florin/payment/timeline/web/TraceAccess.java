package dev.florin.payment.timeline.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Traces show payments, so they ask for the same scope. */
@Configuration(proxyBeanMethods = false)
class TraceAccess {

  private static final String PATHS = "/api/v1/traces/**";

  @Bean
  AccessRules traceAccessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, PATHS)
            .hasAuthority("SCOPE_payments:read")
            .requestMatchers(PATHS)
            .denyAll();
  }
}
