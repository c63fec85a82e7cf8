package dev.florin.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.florin.identity.merchant.Merchants;
import dev.florin.localstack.embedded.Database;
import java.util.List;
import java.util.Map;
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
        IdentityServer.start(
            IdentityFixtures.database(), secrets, "spring.profiles.active=production")) {
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
