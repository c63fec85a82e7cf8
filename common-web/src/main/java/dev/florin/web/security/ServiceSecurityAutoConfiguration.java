package dev.florin.web.security;

import com.nimbusds.jose.util.Base64URL;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemAutoConfiguration;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Verifies the token of every request again, behind the gateway as in front of it. */
@AutoConfiguration(
    after = ProblemAutoConfiguration.class,
    before = OAuth2ResourceServerAutoConfiguration.class)
@EnableConfigurationProperties(OAuth2ResourceServerProperties.class)
public final class ServiceSecurityAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(ServiceSecurityAutoConfiguration.class);

  /** The management port, which is reachable from inside only and offers reading only. */
  @Bean
  @Order(50)
  @ConditionalOnMissingBean(name = "managementSecurityFilterChain")
  SecurityFilterChain managementSecurityFilterChain(HttpSecurity http) {
    return http.securityMatcher(EndpointRequest.toAnyEndpoint())
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .build();
  }

  @Bean
  @Order(100)
  @ConditionalOnMissingBean(name = "apiSecurityFilterChain")
  SecurityFilterChain apiSecurityFilterChain(
      HttpSecurity http,
      ObjectProvider<AccessRules> accessRules,
      Problems problems,
      JwtDecoder verifier) {
    ProblemEntryPoint problem = new ProblemEntryPoint(problems);
    http.authorizeHttpRequests(
            rules -> {
              accessRules.orderedStream().forEach(table -> table.apply(rules));
              rules.requestMatchers("/internal/**").hasAuthority("SCOPE_internal");
              rules.requestMatchers("/api/**").authenticated();
              rules.requestMatchers("/error").permitAll();
              rules.anyRequest().denyAll();
            })
        .oauth2ResourceServer(
            server ->
                server
                    .jwt(jwt -> jwt.decoder(new VerifiedTokens(verifier)))
                    .authenticationEntryPoint(problem)
                    .accessDeniedHandler(problem))
        .exceptionHandling(
            failure -> failure.authenticationEntryPoint(problem).accessDeniedHandler(problem))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // Tokens travel in a header that no browser adds by itself.
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .anonymous(Customizer.withDefaults());
    return http.build();
  }

  @Bean
  @ConditionalOnMissingBean
  JwtDecoder jwtDecoder(OAuth2ResourceServerProperties properties) {
    return new AccessTokenVerifier(properties.getJwt());
  }

  /** The keys are there, and what verifies is loaded, before the first request waits for that. */
  @Bean
  ApplicationRunner readyToVerify(JwtDecoder verifier) {
    String tokenOfNobody =
        Base64URL.encode("{\"alg\":\"RS256\"}") + "." + Base64URL.encode("{}") + ".MA";
    return _ -> {
      try {
        verifier.decode(tokenOfNobody);
      } catch (BadJwtException refused) {
        log.debug("ready to verify tokens", refused);
      } catch (AuthenticationException unable) {
        log.debug("not ready to verify tokens; whoever sends one has the keys asked for", unable);
      }
    };
  }

  /** A path that tries to be two paths at once, or a parameter with control characters. */
  @Bean
  @ConditionalOnMissingBean
  RequestRejectedHandler requestRejectedHandler(Problems problems) {
    return (_, response, _) ->
        problems.write(
            response,
            new ProblemException(
                CommonError.MALFORMED_REQUEST,
                "the request's method, path or parameters are none that are allowed here"));
  }

  @Bean
  WebMvcConfigurer callerArguments() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgumentResolver());
      }
    };
  }
}
