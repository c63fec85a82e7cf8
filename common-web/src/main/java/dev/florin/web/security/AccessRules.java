package dev.florin.web.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * The scopes that endpoints ask for, as a table. Each feature has a bean of its own for its paths;
 * tables that name the same path would depend on the order of the beans. What none of them names
 * falls under the common rules: {@code /internal/**} takes service tokens only, {@code /api/**} any
 * valid token, everything else is denied.
 */
@FunctionalInterface
public interface AccessRules {

  /** Adds the feature's rules; the first match decides. */
  void apply(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules);
}
