package dev.florin.payment.authorization.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Which scope each endpoint asks for. */
@Configuration(proxyBeanMethods = false)
class PaymentAccess {

  private static final String PATHS = "/api/v1/payments/**";

  @Bean
  AccessRules paymentAccessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, PATHS)
            .hasAuthority("SCOPE_payments:read")
            .requestMatchers(HttpMethod.POST, PATHS)
            .hasAuthority("SCOPE_payments:write");
  }
}
