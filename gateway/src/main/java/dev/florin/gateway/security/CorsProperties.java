package dev.florin.gateway.security;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages may call the API from a browser.
 *
 * @param allowedOrigins scheme, host and port of each; none by default
 */
@ConfigurationProperties("florin.gateway.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

  CorsProperties {
    if (allowedOrigins.contains("*")) {
      throw new IllegalArgumentException("florin.gateway.cors.allowed-origins must name each one");
    }
  }
}
