package dev.florin.identity.user;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Anyone may log in; a merchant registers its users. */
@Configuration(proxyBeanMethods = false)
class UserAccess {

  @Bean
  AccessRules accessRules() {
    return rules ->
        rules
            .requestMatchers(HttpMethod.POST, "/api/v1/sessions")
            .permitAll()
            .requestMatchers(HttpMethod.POST, "/api/v1/users")
            .hasAuthority("SCOPE_accounts:write");
  }
}
