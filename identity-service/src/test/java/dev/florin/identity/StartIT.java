package dev.florin.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.florin.identity.merchant.Merchants;
import dev.florin.localstack.embedded.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class StartIT {

  /** The one that {@code Clients} takes. */
  private static final long REGISTRATION_LOCK = 0x0F10_0001L;

  private static final String NOT_LOCAL = "spring.profiles.active=production";

  @Test
  void aSecondStartChangesNothingAndANewSecretReplacesTheOld() {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    List<@Nullable String> first;
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      first = hashes(server);
    }
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      assertThat(hashes(server)).isEqualTo(first);
    }

    secrets.put("florin.identity.demo.merchant-secret", "another-secret-0123456789abcdef01234567");
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      assertThat(server.token("demo", IdentityFixtures.MERCHANT_SECRET, Map.of()).status())
          .isEqualTo(401);
      assertThat(server.token("demo", "another-secret-0123456789abcdef01234567", Map.of()).status())
          .isEqualTo(200);
    }
  }

  @Test
  void aMerchantThatAFormerVersionRegisteredGetsTheScopesOfThisOne() {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    String secret;
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      secret = registerShop(server);
      server
          .bean(JdbcClient.class)
          .sql("UPDATE oauth2_registered_client SET scopes = 'payments:read' WHERE client_id = ?")
          .param("shop")
          .update();
      assertThat(server.token("shop", secret, Map.of()).text("scope")).isEqualTo("payments:read");
    }

    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      assertThat(server.token("shop", secret, Map.of()).text("scope"))
          .contains("payments:read", "payments:write", "accounts:write");
    }
  }

  @Test
  void aStartThatChangesNoMerchantWaitsForNoRegistration() throws Exception {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    secrets.keySet().retainAll(Set.of("florin.identity.signing-key"));
    try (IdentityServer server = IdentityServer.start(database, secrets, NOT_LOCAL)) {
      registerShop(server);
    }

    try (Connection other =
            DriverManager.getConnection(database.url(), database.username(), database.password());
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(%d)".formatted(REGISTRATION_LOCK));
      try (IdentityServer server = IdentityServer.start(database, secrets, NOT_LOCAL)) {
        assertThat(server.management("/actuator/health/readiness").status()).isEqualTo(200);
      }
    }
  }

  private static String registerShop(IdentityServer server) {
    return server.bean(Merchants.class).register("operator", "shop", null).value();
  }

  @Test
  void healthIsOnTheManagementPortOnly() {
    try (IdentityServer server = IdentityServer.start()) {
      assertThat(server.management("/actuator/health/readiness").status()).isEqualTo(200);
      assertThat(server.get("/actuator/health/readiness").status()).isBetween(401, 404);
    }
  }

  @Test
  void billOfMaterialsIsOnTheManagementPortOnly() {
    try (IdentityServer server = IdentityServer.start()) {
      Reply bill = server.management("/actuator/sbom/application");

      assertThat(bill.status()).isEqualTo(200);
      assertThat(bill.text("bomFormat")).isEqualTo("CycloneDX");
      assertThat(server.get("/actuator/sbom/application").status()).isBetween(401, 404);
    }
  }

  @Test
  void withoutItsDatabaseItAsksToComeBackForATokenLater() throws Exception {
    try (IdentityServer server = IdentityServer.start()) {
      server.bean(DataSource.class).unwrap(HikariDataSource.class).close();

      Reply reply = server.token("demo", IdentityFixtures.MERCHANT_SECRET, Map.of());

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.text("error")).isEqualTo("temporarily_unavailable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"florin.identity.signing-key", "florin.identity.demo.merchant-secret"})
  void withoutASecretItDoesNotStartAndNamesIt(String secret, CapturedOutput output) {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    secrets.remove(secret);

    assertThatThrownBy(() -> IdentityFixtures.start(database, secrets).close());

    assertThat(output.getAll()).contains(secret);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clients", "operators"})
  void aConfiguredClientDoesNotTakeOverAMerchantOfItsName(String kind, CapturedOutput output) {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    try (IdentityServer server = IdentityServer.start(database, secrets)) {
      server.bean(Merchants.class).register("operator", "new-service", null);
    }
    secrets.put("florin.identity." + kind + ".new-service", IdentityFixtures.SERVICE_SECRET);

    assertThatThrownBy(() -> IdentityFixtures.start(database, secrets).close());

    assertThat(output.getAll()).contains("client new-service is registered as MERCHANT");
  }

  @Test
  void anUnreadableKeyIsNamedButNotQuoted(CapturedOutput output) {
    Database database = IdentityFixtures.database();
    Map<String, String> secrets = IdentityFixtures.secrets();
    secrets.put("florin.identity.signing-key", "MIIEcanary");

    assertThatThrownBy(() -> IdentityFixtures.start(database, secrets).close());

    assertThat(output.getAll())
        .contains("florin.identity.signing-key", "FLORIN_SECRETS_DIR")
        .doesNotContain("MIIEcanary");
  }

  @Test
  void withoutTheLocalProfileThereIsNoDemoAndNoneOfItsSecrets() {
    Map<String, String> secrets = IdentityFixtures.secrets();
    secrets.keySet().removeIf(name -> name.startsWith("florin.identity.demo."));
    secrets.put("florin.identity.merchants.shop", IdentityFixtures.MERCHANT_SECRET);

    try (IdentityServer server =
        IdentityServer.start(IdentityFixtures.database(), secrets, NOT_LOCAL)) {
      assertThat(server.token("shop", IdentityFixtures.MERCHANT_SECRET, Map.of()).status())
          .isEqualTo(200);
      assertThat(server.token("demo", IdentityFixtures.MERCHANT_SECRET, Map.of()).status())
          .isEqualTo(401);
    }
  }

  private static List<@Nullable String> hashes(IdentityServer server) {
    return server
        .bean(JdbcClient.class)
        .sql(
            """
            SELECT client_secret FROM oauth2_registered_client
            UNION ALL SELECT min(password_hash) FROM app_user
            ORDER BY 1
            """)
        .query(String.class)
        .list();
  }
}
