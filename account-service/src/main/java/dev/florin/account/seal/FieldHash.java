package dev.florin.account.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Hashes fields so that no two different lists of fields have the same bytes: each as the length of
 * its UTF-8 form in four bytes, most significant first, then that form; null as the length -1.
 */
final class FieldHash {

  /** Keeps a transfer, an inner node of the tree and a block's head apart. */
  enum Domain {
    TRANSFER(0),
    NODE(1),
    HEAD(2);

    private final byte prefix;

    Domain(int prefix) {
      this.prefix = (byte) prefix;
    }

    MessageDigest digest() {
      MessageDigest digest = Hashes.sha256();
      digest.update(prefix);
      return digest;
    }
  }

  private static final int NULL = -1;

  private final MessageDigest digest;
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);

  FieldHash(Domain domain) {
    this.digest = domain.digest();
  }

  FieldHash add(@Nullable String field) {
    byte[] bytes = field == null ? new byte[0] : field.getBytes(UTF_8);
    digest.update(length.clear().putInt(field == null ? NULL : bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  FieldHash add(long number) {
    return add(Long.toString(number));
  }

  byte[] hash() {
    return digest.digest();
  }
}
