package dev.florin.gateway.security;

import dev.florin.gateway.overload.ChangeLimit;
import dev.florin.web.problem.Problems;
import dev.florin.web.security.AccessTokenVerifier;
import dev.florin.web.security.ProblemEntryPoint;
import dev.florin.web.security.VerifiedTokens;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
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
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.CorsFilter;

/** What needs a token, and how one is verified. */
@Configuration(proxyBeanMethods = false)
class GatewaySecurity {

  private static final String BEARER = "Bearer ";
  private static final String API = "/api/";
  private static final RequestMatcher LOG_IN =
      PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/api/v1/sessions");

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
                    .requestMatchers(LOG_IN)
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
    if (!request.getRequestURI().startsWith(API) || LOG_IN.matches(request)) {
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
    JwtDecoder verified = new VerifiedTokens(new AccessTokenVerifier(properties.getJwt()));
    return token -> revocations.requireNotRevoked(verified.decode(token));
  }

  @Bean
  FilterRegistrationBean<UntrustedHeaderFilter> untrustedHeaderFilter(EdgeProperties edge) {
    var filter = new FilterRegistrationBean<>(new UntrustedHeaderFilter(edge.trustTraceparent()));
    filter.setOrder(FIRST);
    return filter;
  }

  @Bean
  FilterRegistrationBean<EdgeFilter> edgeFilter(
      Problems problems, EdgeProperties edge, ChangeLimit changes, MeterRegistry meters) {
    var filter =
        new FilterRegistrationBean<>(new EdgeFilter(problems, edge.maxInFlight(), changes, meters));
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
