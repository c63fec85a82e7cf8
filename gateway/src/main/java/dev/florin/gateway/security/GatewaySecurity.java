package dev.florin.gateway.security;

import dev.florin.gateway.overload.ChangeLimit;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import dev.florin.web.problem.Problems;
import dev.florin.web.security.AccessTokenRules;
import dev.florin.web.security.ProblemEntryPoint;
import dev.florin.web.security.VerifiedTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.filter.CorsFilter;

/** What needs a token, and how one is verified. */
@Configuration(proxyBeanMethods = false)
class GatewaySecurity {

  private static final String BEARER = "Bearer ";
  private static final String API = "/api/";
  private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(1);

  /** Before the observation starts, since it reads the baggage header. */
  private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

  /** After the observation has started, so that every answer belongs to a trace. */
  private static final int IN_TRACE = Ordered.HIGHEST_PRECEDENCE + 50;

  private static final int BEFORE_REFUSALS = IN_TRACE - 1;

  /** Only the API takes tokens; what no route matches is not found, with or without one. */
  @Bean
  SecurityFilterChain apiSecurityFilterChain(HttpSecurity http, Problems problems) {
    ProblemEntryPoint problem = new ProblemEntryPoint(problems);
    http.authorizeHttpRequests(
            rules ->
                rules
                    .requestMatchers(HttpMethod.POST, "/api/v1/sessions")
                    .permitAll()
                    .requestMatchers("/api/**")
                    .authenticated()
                    .anyRequest()
                    .permitAll())
        .oauth2ResourceServer(
            server ->
                server
                    .bearerTokenResolver(GatewaySecurity::bearerToken)
                    .jwt(Customizer.withDefaults())
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
        .servletApi(AbstractHttpConfigurer::disable);
    return http.build();
  }

  /**
   * The header alone, without a pattern over a kilobyte of token: the verifier reads it anyway.
   * Where nobody asks for a token none is read, so that an old one keeps nobody from getting a new
   * one.
   */
  private static @Nullable String bearerToken(HttpServletRequest request) {
    if (!request.getRequestURI().startsWith(API)) {
      return null;
    }
    String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
    return sent != null && sent.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? sent.substring(BEARER.length()).strip()
        : null;
  }

  /** Tomcat has refused control characters in headers already. */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderNames(_ -> true);
    firewall.setAllowedHeaderValues(_ -> true);
    return firewall;
  }

  @Bean
  JwtDecoder jwtDecoder(OAuth2ResourceServerProperties properties, RevocationFeed revocations) {
    OAuth2ResourceServerProperties.Jwt jwt = properties.getJwt();
    var requests =
        ClientHttpRequestFactoryBuilder.httpComponents()
            .build(HttpClientSettings.defaults().withTimeouts(KEYS_TIMEOUT, KEYS_TIMEOUT));
    NimbusJwtDecoder verifier =
        NimbusJwtDecoder.withJwkSetUri(Objects.requireNonNull(jwt.getJwkSetUri()))
            .jwsAlgorithm(SignatureAlgorithm.RS256)
            .restOperations(new RestTemplate(requests))
            .build();
    List<OAuth2TokenValidator<Jwt>> rules = new ArrayList<>(AccessTokenRules.all());
    rules.add(new JwtIssuerValidator(Objects.requireNonNull(jwt.getIssuerUri())));
    rules.add(new JwtAudienceValidator(jwt.getAudiences().getFirst()));
    verifier.setJwtValidator(JwtValidators.createDefaultWithValidators(rules));
    JwtDecoder verified = new VerifiedTokens(token -> verify(verifier, token));
    return token -> revocations.requireNotRevoked(verified.decode(token));
  }

  private static Jwt verify(JwtDecoder verifier, String token) {
    try {
      return verifier.decode(token);
    } catch (BadJwtException bad) {
      throw bad;
    } catch (JwtException unable) {
      // The keys cannot be had: that is our fault, not the token's.
      throw new ProblemException(
              CommonError.SERVICE_UNAVAILABLE,
              "tokens cannot be verified at the moment; nothing was done")
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  @Bean
  FilterRegistrationBean<UntrustedHeaderFilter> untrustedHeaderFilter(EdgeProperties edge) {
    var filter = new FilterRegistrationBean<>(new UntrustedHeaderFilter(edge.trustTraceparent()));
    filter.setOrder(FIRST);
    return filter;
  }

  @Bean
  FilterRegistrationBean<EdgeFilter> edgeFilter(
      Problems problems, EdgeProperties edge, ChangeLimit changes) {
    var filter =
        new FilterRegistrationBean<>(new EdgeFilter(problems, edge.maxInFlight(), changes));
    filter.setOrder(IN_TRACE);
    return filter;
  }

  /** Before anything is refused, so that the page may read why. */
  @Bean
  FilterRegistrationBean<CorsFilter> browserRules(CorsProperties cors, Problems problems) {
    var filter = new FilterRegistrationBean<>(BrowserRules.filter(cors, problems));
    filter.setEnabled(!cors.allowedOrigins().isEmpty());
    filter.setOrder(BEFORE_REFUSALS);
    return filter;
  }
}
