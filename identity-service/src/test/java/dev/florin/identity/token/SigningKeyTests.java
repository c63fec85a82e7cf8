package dev.florin.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.florin.identity.IdentityFixtures;
import org.junit.jupiter.api.Test;

class SigningKeyTests {

  @Test
  void theSameKeyAlwaysHasTheSameId() throws JOSEException {
    String pem = IdentityFixtures.pem(2048);

    String id = key(pem).getKeyID();

    assertThat(key(pem.strip()).getKeyID()).isEqualTo(id);
    assertThat(key(pem).computeThumbprint().toString()).isEqualTo(id);
    assertThat(key(IdentityFixtures.pem(2048)).getKeyID()).isNotEqualTo(id);
  }

  private static RSAKey key(String pem) {
    return SigningKey.fromPem("florin.identity.signing-key", pem);
  }

  @Test
  void aShortKeyIsRefused() {
    String pem = IdentityFixtures.pem(1024);

    assertThatThrownBy(() -> key(pem))
        .hasMessageContaining("florin.identity.signing-key")
        .hasMessageContaining("2048 bits");
  }

  @Test
  void theMessageAboutAnUnreadableKeyDoesNotQuoteIt() {
    assertThatThrownBy(() -> key("MIIEvQ-secret"))
        .hasMessageContaining("FLORIN_SECRETS_DIR")
        .hasMessageNotContaining("secret-")
        .hasNoCause()
        .hasMessageNotContaining("MIIEvQ");
  }
}
