package dev.florin.localstack.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.localstack.ledger.SealTrust.Head;
import java.nio.file.Path;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTrustTests {
  @TempDir Path folder;

  @Test
  void nothingIsBelievedAtFirst() {
    SealTrust trust = new SealTrust(folder.resolve("none"));

    assertThat(trust.keys()).isEmpty();
    assertThat(trust.lastHead()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNewKeyIsBelievedBesideTheFormerOne() {
    SealTrust trust = new SealTrust(folder);
    PublicKey first = SealKeys.publicKeyOf(SealKeys.generate());
    PublicKey second = SealKeys.publicKeyOf(SealKeys.generate());

    trust.trust(first);
    trust.trust(second);
    trust.trust(first);

    assertThat(new SealTrust(folder).keys()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void theLastHeadIsRemembered() {
    new SealTrust(folder).remember(new Head(1, "aa"));
    new SealTrust(folder).remember(new Head(2, "bb"));

    assertThat(new SealTrust(folder).lastHead()).contains(new Head(2, "bb"));
  }

  @Test
  void aPrivateKeyThatIsNoneIsNotQuoted() {
    assertThatThrownBy(() -> SealKeys.publicKeyOf("c2VjcmV0"))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void aKeyIsReadFromPemAmongOtherText() {
    PublicKey key = SealKeys.publicKeyOf(SealKeys.generate());

    assertThat(SealKeys.publicKey("key 1\n" + SealKeys.pem(key) + "end\n")).isEqualTo(key);
  }
}
