package dev.florin.identity.user;

import dev.florin.identity.client.Clients;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.validation.annotation.Validated;

/** The merchant {@code demo} with its users USER_1 to USER_1000, on a developer's machine only. */
@Component
@Profile("local")
@EnableConfigurationProperties(DemoSeed.DemoProperties.class)
class DemoSeed implements ApplicationRunner {

  private static final String MERCHANT = "demo";
  private static final int USERS = 1_000;

  private final Clients clients;
  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final DemoProperties properties;

  DemoSeed(Clients clients, JdbcClient jdbc, Passwords passwords, DemoProperties properties) {
    this.clients = clients;
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.properties = properties;
  }

  /**
   * The demo's secrets.
   *
   * @param merchantSecret the client secret of the merchant
   * @param userPassword the password of every demo user
   */
  @Validated
  @Profile("local")
  @ConfigurationProperties("florin.identity.demo")
  record DemoProperties(
      @NotBlank(
              message =
                  "must be set: the file florin.identity.demo.merchant-secret in FLORIN_SECRETS_DIR")
          String merchantSecret,
      @NotBlank(
              message =
                  "must be set: the file florin.identity.demo.user-password in FLORIN_SECRETS_DIR")
          String userPassword) {

    /** Secrets do not belong into logs. */
    @Override
    public String toString() {
      return "DemoProperties[]";
    }
  }

  @Override
  public void run(ApplicationArguments arguments) {
    clients.registerMerchant(MERCHANT, properties.merchantSecret());
    if (!passwords.verify(properties.userPassword(), lastUsersHash())) {
      jdbc.sql(
              """
              INSERT INTO app_user (merchant_id, user_id, password_hash)
              SELECT ?, 'USER_' || number, ? FROM generate_series(1, ?) AS number
              ON CONFLICT (merchant_id, user_id) DO UPDATE SET password_hash = excluded.password_hash
              """)
          .params(MERCHANT, passwords.hash(properties.userPassword()), USERS)
          .update();
    }
  }

  /** The users are inserted by one statement: if the last is there, all are. */
  private @Nullable String lastUsersHash() {
    return jdbc.sql("SELECT password_hash FROM app_user WHERE merchant_id = ? AND user_id = ?")
        .params(MERCHANT, "USER_" + USERS)
        .query(String.class)
        .optional()
        .orElse(null);
  }
}
