package dev.florin.localstack.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The three hashes of the format. */
final class Digests {
  static final int LENGTH = 32;
  static final String NO_HEAD = "00".repeat(LENGTH);

  private static final byte LEAF = 0;
  private static final byte NODE = 1;
  private static final byte HEAD = 2;

  private Digests() {}

  /** Hashes the fields of a transfer. */
  static Fields leaf() {
    return new Fields(LEAF).add("florin.transfer.v1");
  }

  /** Hashes the fields of a block's head. */
  static Fields head() {
    return new Fields(HEAD).add("florin.seal.v1");
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left);
    digest.update(right);
    return digest.digest();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Each field with its length before it; a field that is null has the length -1. */
  static final class Fields {
    private final MessageDigest digest = sha256();

    private Fields(byte domain) {
      digest.update(domain);
    }

    Fields add(@Nullable String field) {
      if (field == null) {
        length(-1);
        return this;
      }
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      length(bytes.length);
      digest.update(bytes);
      return this;
    }

    byte[] hash() {
      return digest.digest();
    }

    private void length(int length) {
      digest.update((byte) (length >>> 24));
      digest.update((byte) (length >>> 16));
      digest.update((byte) (length >>> 8));
      digest.update((byte) length);
    }
  }
}
