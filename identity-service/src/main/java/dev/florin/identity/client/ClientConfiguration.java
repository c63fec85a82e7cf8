package dev.florin.identity.client;

import java.util.Map;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/** How the secrets of clients are hashed, and which clients exist from the start. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

  private static final int SALT_BYTES = 16;

  /**
   * A client's secret is a random key of 32 characters or more, not a password: it cannot be
   * guessed, so slowing the guesser down would only slow down every token request.
   */
  private static final int ITERATIONS = 1_000;

  @Bean
  SecretEncoder clientSecretEncoder() {
    var pbkdf2 =
        new Pbkdf2PasswordEncoder(
            "", SALT_BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
    return new SecretEncoder(new DelegatingPasswordEncoder("pbkdf2", Map.of("pbkdf2", pbkdf2)));
  }

  /** Before any other seed, since users belong to merchants. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ApplicationRunner configuredClients(Clients clients, ClientProperties properties) {
    return _ -> {
      properties.clients().forEach(clients::registerService);
      properties.merchants().forEach(clients::registerMerchant);
      properties.operators().forEach(clients::registerOperator);
      clients.refreshMerchants();
    };
  }
}
