package dev.florin.channel.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Whose signatures are believed while a secret is replaced. */
class CallbackSignatureTests {

  private static final Clock NOW =
      Clock.fixed(Instant.ofEpochSecond(1_790_000_000), ZoneOffset.UTC);
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String OLD = secret("the old secret of the provider");
  private static final String NEW = secret("the new secret of the provider");

  @Test
  void whileASecretIsReplacedBothAreBelieved() {
    var both = new CallbackSignature(List.of(NEW, OLD), NOW);

    assertThat(both.isOn("msg_1", "1790000000", signature(OLD), BODY)).isTrue();
    assertThat(both.isOn("msg_1", "1790000000", signature(NEW), BODY)).isTrue();
    assertThat(both.isOn("msg_1", "1790000000", signature(secret("anybody")), BODY)).isFalse();
  }

  @Test
  void afterwardsTheOldOneIsNot() {
    var one = new CallbackSignature(List.of(NEW), NOW);

    assertThat(one.isOn("msg_1", "1790000000", signature(OLD), BODY)).isFalse();
    assertThat(one.isOn("msg_1", "1790000000", signature(OLD) + " " + signature(NEW), BODY))
        .as("a provider that signs with both")
        .isTrue();
  }

  private static String secret(String text) {
    return "whsec_" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
      byte[] code = mac.doFinal("msg_1.1790000000.{}".getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
