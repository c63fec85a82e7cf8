package dev.florin.gateway.document;

import static org.springframework.web.servlet.function.RequestPredicates.GET;

import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.webjars.WebJarVersionLocator;

/**
 * Serves the document as it was built in, and Swagger UI over it. Both are for everybody: they hold
 * nothing that the repository does not.
 */
@Configuration(proxyBeanMethods = false)
class DocumentPages {

  static final String DOCUMENT = "/v3/api-docs";
  static final String PAGE = "/swagger-ui/index.html";

  private static final String FRONT_DOOR = "/";
  private static final String PAGES = "/swagger-ui/**";

  /** Swagger UI styles its parts in place and has its pictures in its script. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @Bean
  RouterFunction<ServerResponse> documentRoutes() {
    ClassPathResource document = new ClassPathResource("openapi.json");
    ClassPathResource initializer = new ClassPathResource("swagger-ui/swagger-initializer.js");
    return RouterFunctions.route()
        .GET(
            DOCUMENT,
            _ -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(document))
        .GET(FRONT_DOOR, DocumentPages::toPage)
        .GET("/swagger-ui", DocumentPages::toPage)
        .GET("/swagger-ui/", DocumentPages::toPage)
        .add(RouterFunctions.resource(GET("/swagger-ui/swagger-initializer.js"), initializer))
        .resources(PAGES, new ClassPathResource(webJar("swagger-ui")))
        .build();
  }

  @Bean
  @Order(10)
  SecurityFilterChain documentSecurityFilterChain(HttpSecurity http) {
    return http.securityMatcher(FRONT_DOOR, DOCUMENT, "/swagger-ui", PAGES)
        .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
        .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(POLICY)))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .build();
  }

  private static ServerResponse toPage(ServerRequest request) {
    return ServerResponse.temporaryRedirect(URI.create(PAGE)).build();
  }

  private static String webJar(String name) {
    return "META-INF/resources/webjars/%s/%s/"
        .formatted(name, new WebJarVersionLocator().version(name));
  }
}
