package dev.florin.account.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.localstack.ledger.SealKeys;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealKeyTests {

  @Test
  void pemAndItsBase64AloneAreTheSameKey() {
    String pem = SealKeys.generate();

    assertThat(SealKey.fromText(pem.replaceAll("-----[A-Z ]+-----", "")).id())
        .isEqualTo(SealKey.fromText(pem).id())
        .isEqualTo(SealKeys.id(SealKeys.publicKeyOf(pem)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "", "MC4CAQAwBQYDK2VwBCIEIAAB", "-----BEGIN PRIVATE KEY-----"})
  void whatIsNoKeyIsRefusedWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> SealKey.fromText(text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FLORIN_ACCOUNT_SEAL_KEY")
        .hasNoCause();
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws Exception {
    KeyPairGenerator other = KeyPairGenerator.getInstance("Ed448");
    String text =
        Base64.getEncoder().encodeToString(other.generateKeyPair().getPrivate().getEncoded());

    assertThatThrownBy(() -> SealKey.fromText(text)).isInstanceOf(IllegalStateException.class);
  }
}
