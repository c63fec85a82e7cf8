package dev.florin.identity;

import dev.florin.localstack.embedded.Database;
import dev.florin.localstack.embedded.EphemeralPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The service as the launcher starts it: settings from the environment, secrets from files. */
public final class IdentityFixtures {

  public static final String ISSUER = "http://127.0.0.1:8081";
  public static final String SERVICE_SECRET = "service-secret-0123456789abcdef0123456789";
  public static final String MERCHANT_SECRET = "merchant-secret-0123456789abcdef012345678";
  public static final String OPERATOR_SECRET = "operator-secret-0123456789abcdef012345678";
  public static final String USER_PASSWORD = "user-password-0123456789abcdef";

  private IdentityFixtures() {}

  /** Secrets as files, named by their property. */
  public static Map<String, String> secrets() {
    return new LinkedHashMap<>(
        Map.of(
            "florin.identity.signing-key", pem(2048),
            "florin.identity.clients.payment-service", SERVICE_SECRET,
            "florin.identity.operators.operator", OPERATOR_SECRET,
            "florin.identity.demo.merchant-secret", MERCHANT_SECRET,
            "florin.identity.demo.user-password", USER_PASSWORD));
  }

  /** A fresh RSA key, PKCS#8 in PEM. */
  public static String pem(int bits) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keyPair(bits).getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static KeyPair keyPair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts the service with profile local on free ports. */
  public static ConfigurableApplicationContext start(
      Database database, Map<String, String> secrets, String... properties) {
    return start(database, secrets, Clock.systemUTC(), properties);
  }

  /** Starts it with a clock of its own. */
  static ConfigurableApplicationContext start(
      Database database, Map<String, String> secrets, Clock clock, String... properties) {
    var defaults =
        List.of(
            "FLORIN_SECRETS_DIR=" + write(secrets),
            "FLORIN_ISSUER=" + ISSUER,
            "FLORIN_IDENTITY_URL=" + ISSUER,
            "SPRING_DATASOURCE_URL=" + database.url(),
            "SPRING_DATASOURCE_USERNAME=" + database.username(),
            "SPRING_DATASOURCE_PASSWORD=" + database.password(),
            "florin.identity.password.strength=4",
            "server.address=127.0.0.1",
            "server.port=0",
            "management.server.address=127.0.0.1",
            "management.server.port=0",
            "spring.profiles.active=local");
    return new SpringApplicationBuilder(IdentityServiceApplication.class)
        .environment(Environments.of(defaults, List.of(properties)))
        .initializers(
            (GenericApplicationContext context) ->
                context.registerBean(
                    "testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true)))
        .run();
  }

  /** A fresh database. */
  public static Database database() {
    return EphemeralPostgres.database("identity");
  }

  private static Path write(Map<String, String> secrets) {
    try {
      Path folder =
          Files.createTempDirectory(Files.createDirectories(Path.of("target")), "secrets");
      for (Map.Entry<String, String> secret : secrets.entrySet()) {
        Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
      }
      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
