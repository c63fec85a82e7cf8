package dev.florin.identity.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import dev.florin.identity.IdentityFixtures;
import org.junit.jupiter.api.Test;

class SigningKeyTests {

  @Test
  void theSameKeyAlwaysHasTheSameId() throws JOSEException {
    String pem = IdentityFixtures.pem(2048);

    String id = SigningKey.fromPem(pem).getKeyID();

    assertThat(SigningKey.fromPem(pem.strip()).getKeyID()).isEqualTo(id);
    assertThat(SigningKey.fromPem(pem).computeThumbprint().toString()).isEqualTo(id);
    assertThat(SigningKey.fromPem(IdentityFixtures.pem(2048)).getKeyID()).isNotEqualTo(id);
  }

  @Test
  void aShortKeyIsRefused() {
    String pem = IdentityFixtures.pem(1024);

    assertThatThrownBy(() -> SigningKey.fromPem(pem))
        .hasMessageContaining("florin.identity.signing-key")
        .hasMessageContaining("2048 bits");
  }

  @Test
  void theMessageAboutAnUnreadableKeyDoesNotQuoteIt() {
    assertThatThrownBy(() -> SigningKey.fromPem("MIIEvQ-secret"))
        .hasMessageContaining("FLORIN_SECRETS_DIR")
        .hasMessageNotContaining("secret-")
        .hasNoCause()
        .hasMessageNotContaining("MIIEvQ");
  }
}
