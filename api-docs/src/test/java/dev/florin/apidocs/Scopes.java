package dev.florin.apidocs;

import dev.florin.web.problem.ProblemAutoConfiguration;
import dev.florin.web.security.AccessRules;
import dev.florin.web.security.ServiceSecurityAutoConfiguration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import tools.jackson.databind.json.JsonMapper;

/** Which scopes open an operation: the service's own access rules are asked. */
final class Scopes implements AutoCloseable {

  /** Every scope that a client may have, but for {@code internal}. */
  static final List<String> PUBLIC =
      List.of(
          "payments:read",
          "payments:write",
          "accounts:read",
          "accounts:write",
          "transfers:write",
          "channels:admin",
          "webhooks:admin",
          "risk:admin",
          "credentials:write",
          "ops");

  private final AnnotationConfigWebApplicationContext context =
      new AnnotationConfigWebApplicationContext();
  private final AuthorizationFilter rules;

  Scopes(Service service) {
    context.setServletContext(new MockServletContext());
    context.register(
        Security.class, ProblemAutoConfiguration.class, ServiceSecurityAutoConfiguration.class);
    service.annotated(Configuration.class).stream()
        .filter(Scopes::hasAccessRules)
        .forEach(context::register);
    context.refresh();
    rules =
        context.getBean("apiSecurityFilterChain", SecurityFilterChain.class).getFilters().stream()
            .filter(AuthorizationFilter.class::isInstance)
            .map(AuthorizationFilter.class::cast)
            .findFirst()
            .orElseThrow();
  }

  /** Stands for the parts of a service that its access rules need around them. */
  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  @EnableWebSecurity
  static class Security {

    @Bean
    JsonMapper jsonMapper() {
      return new JsonMapper();
    }

    @Bean
    JwtDecoder jwtDecoder() {
      return _ -> {
        throw new BadJwtException("nobody sends a token here");
      };
    }
  }

  /** Whether anybody may call it, without a token. */
  boolean isOpen(String method, String path) {
    return isGranted(
        new AnonymousAuthenticationToken(
            "nobody", "nobody", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")),
        method,
        path);
  }

  /** The scopes of which one is needed; empty if any token will do. */
  List<String> of(String method, String path) {
    if (isGranted(withAuthorities(), method, path)) {
      return List.of();
    }
    List<String> opening =
        PUBLIC.stream()
            .filter(scope -> isGranted(withAuthorities("SCOPE_" + scope), method, path))
            .toList();
    if (opening.isEmpty()) {
      throw new IllegalStateException("no known scope opens " + method + " " + path);
    }
    return opening;
  }

  private boolean isGranted(Authentication caller, String method, String path) {
    var answer =
        rules
            .getAuthorizationManager()
            .authorize(() -> caller, new MockHttpServletRequest(method, path));
    return answer != null && answer.isGranted();
  }

  private static Authentication withAuthorities(String... authorities) {
    return new TestingAuthenticationToken("caller", "", authorities);
  }

  private static boolean hasAccessRules(Class<?> configuration) {
    return Stream.of(configuration.getDeclaredMethods())
        .anyMatch(method -> method.getReturnType() == AccessRules.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
