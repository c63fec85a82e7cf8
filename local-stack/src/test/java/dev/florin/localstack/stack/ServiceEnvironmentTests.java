package dev.florin.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceEnvironmentTests {
  @TempDir Path folder;

  @Test
  void aServiceLearnsItsPortsItsDatabaseAndItsNeighbours() {
    Map<String, String> payment = of(Service.PAYMENT);

    assertThat(payment)
        .containsEntry("SERVER_PORT", "8082")
        .containsEntry("MANAGEMENT_SERVER_PORT", "9082")
        .containsEntry("SPRING_DATASOURCE_URL", "jdbc:postgresql://127.0.0.1:15432/florin_payment")
        .containsEntry("SPRING_DATASOURCE_USERNAME", "florin_payment")
        .containsEntry("FLORIN_ACCOUNT_URL", "http://127.0.0.1:8083")
        .containsEntry("FLORIN_ISSUER", "http://127.0.0.1:8080")
        .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
        .doesNotContainKey("FLORIN_SECRETS_DIR");
  }

  @Test
  void theAccountServiceLearnsWhoAssessesTransfers() {
    assertThat(of(Service.ACCOUNT)).containsEntry("FLORIN_RISK_URL", "http://127.0.0.1:8084");
  }

  @Test
  void aServiceWithoutADatabaseGetsNone() {
    assertThat(of(Service.GATEWAY)).doesNotContainKey("SPRING_DATASOURCE_URL");
  }

  @Test
  void onlyTheIdentityServiceSeesTheSecretsOfAll() {
    assertThat(of(Service.IDENTITY)).containsKey("FLORIN_SECRETS_DIR");
  }

  @Test
  void theSecretOfACallerIsTheOneThatTheIdentityServiceKnows() {
    for (Service caller : EnumSet.of(Service.PAYMENT, Service.ACCOUNT)) {
      String secret = of(caller).get("FLORIN_CLIENT_SECRET");

      assertThat(folder.resolve("identity/florin.identity.clients." + caller.module()))
          .hasContent(secret);
    }
  }

  @Test
  void aServiceThatCallsNobodyHasNoSecret() {
    assertThat(EnumSet.complementOf(EnumSet.of(Service.PAYMENT, Service.ACCOUNT)))
        .noneSatisfy(service -> assertThat(of(service)).containsKey("FLORIN_CLIENT_SECRET"));
  }

  @Test
  void theKeyOfTheSandboxIsKnownToItAndToItsCallerAlone() {
    assertThat(EnumSet.allOf(Service.class))
        .filteredOn(service -> of(service).containsKey("FLORIN_SANDBOX_PSP_API_KEY"))
        .containsExactlyInAnyOrder(Service.CHANNEL, Service.SANDBOX_PSP);
  }

  @Test
  void theSandboxSignsItsCallbacksWithWhatItsCallerVerifiesThemWith() {
    assertThat(EnumSet.allOf(Service.class))
        .filteredOn(service -> of(service).containsKey("FLORIN_SANDBOX_PSP_CALLBACK_SECRET"))
        .containsExactlyInAnyOrder(Service.CHANNEL, Service.SANDBOX_PSP);
    assertThat(of(Service.CHANNEL).get("FLORIN_SANDBOX_PSP_CALLBACK_SECRET"))
        .isEqualTo(of(Service.SANDBOX_PSP).get("FLORIN_SANDBOX_PSP_CALLBACK_SECRET"))
        .matches("whsec_[0-9a-f]{48}");
  }

  @Test
  void theSandboxLearnsWhereToCallBack() {
    assertThat(of(Service.SANDBOX_PSP))
        .containsEntry("FLORIN_CHANNEL_URL", "http://127.0.0.1:8085");
  }

  @Test
  void onlyTheAccountServiceHasTheKeyThatSeals() {
    assertThat(EnumSet.allOf(Service.class))
        .filteredOn(service -> of(service).containsKey("FLORIN_ACCOUNT_SEAL_KEY"))
        .containsExactly(Service.ACCOUNT);
  }

  @Test
  void theIdentityServiceKnowsTheCallersBeforeItStarts() {
    of(Service.IDENTITY);

    assertThat(folder.resolve("identity").toFile().list())
        .filteredOn(name -> name.startsWith("florin.identity.clients."))
        .containsExactlyInAnyOrder(
            "florin.identity.clients.payment-service", "florin.identity.clients.account-service");
  }

  private Map<String, String> of(Service service) {
    PortPlan ports = new PortPlan(PortPlan.DEFAULT_BASE);
    Secrets secrets = new Secrets(folder);
    return new ServiceEnvironment(ports, secrets, new Databases(ports, secrets)).of(service);
  }
}
