package dev.florin.sandbox.callback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs callbacks as Standard Webhooks 1.0 says. */
final class Signature {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  Signature(String secret) {
    byte[] bytes = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The header {@code webhook-signature}. */
  String of(String messageId, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String signed = messageId + "." + timestamp + "." + body;
      byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
