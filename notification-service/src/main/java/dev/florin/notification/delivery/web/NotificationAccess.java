package dev.florin.notification.delivery.web;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Which scope each endpoint asks for. */
@Configuration(proxyBeanMethods = false)
class NotificationAccess {

  private static final String PATHS = "/api/v1/notifications/**";

  @Bean
  AccessRules notificationAccessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.GET, PATHS)
            .hasAuthority("SCOPE_payments:read")
            .requestMatchers(PATHS)
            .denyAll();
  }
}
