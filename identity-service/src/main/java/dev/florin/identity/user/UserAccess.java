package dev.florin.identity.user;

import dev.florin.web.security.AccessRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Anyone may log in; a merchant registers its users. */
@Configuration(proxyBeanMethods = false)
class UserAccess {

  private static final RequestMatcher LOG_IN =
      PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/v1/sessions");

  @Bean
  AccessRules accessRules() {
    return rules ->
        rules
            .requestMatchers(LOG_IN)
            .permitAll()
            .requestMatchers(HttpMethod.POST, "/api/v1/users")
            .hasAuthority("SCOPE_accounts:write");
  }

  /** Whoever logs in is asked for no token, so that an old one keeps nobody from a new one. */
  @Bean
  BearerTokenResolver bearerTokenResolver() {
    BearerTokenResolver sent = new DefaultBearerTokenResolver();
    return request -> LOG_IN.matches(request) ? null : sent.resolve(request);
  }
}
