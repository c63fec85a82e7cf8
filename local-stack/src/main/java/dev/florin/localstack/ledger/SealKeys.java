package dev.florin.localstack.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys as text. */
public final class SealKeys {
  private static final String ALGORITHM = "Ed25519";
  private static final int ID_LENGTH = 16;

  private SealKeys() {}

  /** A new private key, PKCS#8 in PEM. */
  public static String generate() {
    try {
      byte[] key =
          KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair().getPrivate().getEncoded();
      return pem("PRIVATE KEY", key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /**
   * The public key that belongs to a private one.
   *
   * @param pem PKCS#8 in PEM
   */
  public static PublicKey publicKeyOf(String pem) {
    try {
      EdECPrivateKey key =
          (EdECPrivateKey)
              KeyFactory.getInstance(ALGORITHM)
                  .generatePrivate(new PKCS8EncodedKeySpec(bytes(pem)));
      // PKCS#8 holds the seed alone; the platform derives the public key while it makes a pair.
      byte[] seed = key.getBytes().orElseThrow(IllegalArgumentException::new);
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(key.getParams(), new KnownSeed(seed));
      return generator.generateKeyPair().getPublic();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause could quote the key.
      throw new IllegalStateException("the seal key is not an Ed25519 private key in PKCS#8 PEM");
    }
  }

  /**
   * A public key, X.509 SubjectPublicKeyInfo.
   *
   * @param text PEM, or its base64 alone
   * @throws IllegalArgumentException if it is none
   */
  public static PublicKey publicKey(String text) {
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key: " + e.getMessage(), e);
    }
  }

  /** The public key in PEM. */
  public static String pem(PublicKey key) {
    return pem("PUBLIC KEY", key.getEncoded());
  }

  /** The first 16 hexadecimal digits of the SHA-256 of the key's DER. */
  public static String id(PublicKey key) {
    return Digests.hex(Digests.sha256().digest(key.getEncoded())).substring(0, ID_LENGTH);
  }

  private static String pem(String what, byte[] key) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getEncoder().encodeToString(key), what);
  }

  private static byte[] bytes(String text) {
    String body = text.replaceAll("(?s).*-----BEGIN [A-Z ]+-----|-----END [A-Z ]+-----.*", "");
    return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
  }

  /** Not random at all: answers the seed that is known. */
  private static final class KnownSeed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    KnownSeed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != seed.length) {
        throw new IllegalArgumentException("not the length of a seed: " + target.length);
      }
      System.arraycopy(seed, 0, target, 0, seed.length);
    }
  }
}
