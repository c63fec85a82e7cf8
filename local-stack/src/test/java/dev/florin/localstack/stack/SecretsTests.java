package dev.florin.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.ledger.SealKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {
  @TempDir Path folder;

  @Test
  void aSecretIsMadeOnceAndStays() {
    String first = new Secrets(folder).demoMerchant();

    assertThat(first).hasSizeGreaterThanOrEqualTo(32);
    assertThat(new Secrets(folder).demoMerchant()).isEqualTo(first);
    assertThat(new Secrets(folder).demoUsers()).isNotEqualTo(first);
  }

  @Test
  void theSecretOfCallbacksStays() {
    assertThat(new Secrets(folder).sandboxCallbackSecret())
        .isEqualTo(new Secrets(folder).sandboxCallbackSecret())
        .isNotEqualTo("whsec_" + new Secrets(folder).sandboxApiKey());
  }

  @Test
  void ofManyWhoMakeASecretAtOnceAllGetTheSame() {
    List<String> secrets =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(_ -> new Secrets(folder).database("payment"))
            .distinct()
            .toList();

    assertThat(secrets).hasSize(1);
    assertThat(folder.toFile().list()).containsExactly("database.payment");
  }

  @Test
  void lookingForASecretMakesNone() {
    assertThat(new Secrets(folder).knownDatabase("payment")).isEmpty();
    assertThat(folder).isEmptyDirectory();

    String made = new Secrets(folder).database("payment");

    assertThat(new Secrets(folder).knownDatabase("payment")).contains(made);
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    new Secrets(folder).database("payment");

    assertThat(Files.getPosixFilePermissions(folder.resolve("database.payment")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void theIdentityServiceFindsItsSettingsByName() throws Exception {
    Path tree = new Secrets(folder).identityTree();

    assertThat(tree.resolve("florin.identity.demo.merchant-secret")).isNotEmptyFile();
    assertThat(tree.resolve("florin.identity.demo.user-password")).isNotEmptyFile();
    assertThat(tree.resolve("florin.identity.operators.operator")).isNotEmptyFile();
    String pem = Files.readString(tree.resolve("florin.identity.signing-key"));
    String body = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    RSAPrivateKey key =
        (RSAPrivateKey)
            KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
    assertThat(key.getModulus().bitLength()).isEqualTo(2048);
  }

  @Test
  void thePublicKeyOfASealIsTrustedFromItsFirstUse() {
    Secrets secrets = new Secrets(folder);
    assertThat(secrets.sealTrust().keys()).isEmpty();

    String pem = secrets.sealKey();

    assertThat(new Secrets(folder).sealKey()).isEqualTo(pem);
    assertThat(new Secrets(folder).sealTrust().keys()).containsExactly(SealKeys.publicKeyOf(pem));
  }
}
