package dev.florin.payment.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a request asks for, as the SHA-256 of its canonical form: how it was written does not
 * matter, what it means does.
 *
 * @param value 64 lower-case hexadecimal digits
 */
public record Fingerprint(String value) {

  /** The fingerprint of a canonical text: the same text for the same meaning. */
  public static Fingerprint of(String canonical) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
