package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.system.PaymentApi.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** S-12: the key that signs tokens is replaced while payments come, and none is refused for it. */
@Tag("faults")
@ExtendWith(FaultStackExtension.class)
class KeyRotationIT {

  private static final int PER_SECOND = 6;

  @Test
  void theKeyThatSignsTokensIsReplacedUnderLoadAndNoPaymentIsRefused(Florin florin, PaymentApi old)
      throws Exception {
    Path secrets = florin.home().resolve("secrets/identity");
    Path signing = secrets.resolve("florin.identity.signing-key");
    Path other = secrets.resolve("florin.identity.other-key");
    String oldKey = Files.readString(signing);
    String newKey = pem();
    assertThat(old.pay("USER_981", "1.00", null).status()).isEqualTo(201);
    History history = new History();
    try (Load _ = Load.start(old, history, PER_SECOND)) {
      Files.writeString(other, newKey);
      restart(florin);

      Files.writeString(signing, newKey);
      Files.writeString(other, oldKey);
      restart(florin);
      PaymentApi fresh = new PaymentApi(florin);
      assertThat(keyOf(fresh)).as("the new key signs").isNotEqualTo(keyOf(old));
      assertPaid(fresh);
      assertPaid(old);

      Files.delete(other);
      restart(florin);
      assertPaid(fresh);
    }
    assertThat(history.all()).hasSizeGreaterThan(PER_SECOND * 10);
    assertThat(history.codes()).containsOnly("card_declined");
    assertThat(history.count(Heard.UNKNOWN)).isZero();
    Recovery.check(florin, new PaymentApi(florin), history);
  }

  private static void assertPaid(PaymentApi api) {
    Answer paid = api.pay("USER_982", "2.00", null);
    assertThat(paid.status()).as(paid.text()).isEqualTo(201);
  }

  private static void restart(Florin florin) {
    florin.stop("identity");
    florin.start("identity");
  }

  private static String keyOf(PaymentApi api) {
    byte[] header = Base64.getUrlDecoder().decode(api.token().split("\\.", -1)[0]);
    return JsonMapper.shared()
        .readTree(new String(header, StandardCharsets.UTF_8))
        .path("kid")
        .asString();
  }

  private static String pem() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder()
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
