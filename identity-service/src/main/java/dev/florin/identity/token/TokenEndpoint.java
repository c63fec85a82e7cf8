package dev.florin.identity.token;

import dev.florin.identity.revocation.Revocations;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * The three OAuth endpoints there are: tokens, their revocation and keys. The authorization server
 * brings more (code grant, introspection); since this chain does not match them, they do not exist.
 */
@Configuration(proxyBeanMethods = false)
class TokenEndpoint {

  private static final String TOKEN = "/oauth2/token";
  private static final String REVOCATION = "/oauth2/revoke";
  private static final String KEYS = "/oauth2/jwks";

  @Bean
  @Order(1)
  SecurityFilterChain tokenEndpointChain(
      HttpSecurity http, JwtDecoder tokens, Revocations revocations) {
    var paths = PathPatternRequestMatcher.withDefaults();
    TokenErrors errors = new TokenErrors();
    http.securityMatcher(
            new OrRequestMatcher(
                paths.matcher(HttpMethod.POST, TOKEN),
                paths.matcher(HttpMethod.POST, REVOCATION),
                paths.matcher(HttpMethod.GET, KEYS)))
        .oauth2AuthorizationServer(
            server ->
                server
                    .tokenEndpoint(
                        token ->
                            token.accessTokenRequestConverters(
                                converters -> {
                                  converters.clear();
                                  converters.addAll(List.of(new ClientCredentialsRequests()));
                                }))
                    .tokenRevocationEndpoint(
                        revocation ->
                            revocation.authenticationProviders(
                                providers -> {
                                  providers.clear();
                                  providers.add(new TokenRevocation(tokens, revocations));
                                })))
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .addFilterBefore(errors, SecurityContextHolderFilter.class)
        .exceptionHandling(failure -> failure.authenticationEntryPoint(errors))
        .authorizeHttpRequests(rules -> rules.anyRequest().authenticated());
    return http.build();
  }
}
