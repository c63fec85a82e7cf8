package dev.florin.web.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * The scopes that a service's endpoints ask for, as one table; a service has one bean of it. What
 * it does not name falls under the common rules: {@code /internal/**} takes service tokens only,
 * {@code /api/**} any valid token, everything else is denied.
 */
@FunctionalInterface
public interface AccessRules {

  /** Adds the service's rules; the first match decides. */
  void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules);
}
