package dev.florin.account.seal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The Ed25519 key that signs blocks. Its id is the beginning of the public key's SHA-256. */
final class SealKey {

  private static final String ALGORITHM = "Ed25519";
  private static final int ID_LENGTH = 16;

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private SealKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** From PKCS#8 in PEM, or from its base64 alone. */
  static SealKey fromText(String text) {
    try {
      String base64 =
          text.replace("-----BEGIN PRIVATE KEY-----", "")
              .replace("-----END PRIVATE KEY-----", "")
              .replaceAll("\\s", "");
      PrivateKey privateKey =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
      SealKey key = new SealKey(privateKey, publicKeyOf((EdECPrivateKey) privateKey));
      key.requirePair();
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The cause could quote the key.
      throw new IllegalStateException(
          "FLORIN_ACCOUNT_SEAL_KEY is not an Ed25519 private key in PKCS#8");
    }
  }

  /** The first 16 hexadecimal digits of the SHA-256 of {@link #encodedPublicKey()}. */
  String id() {
    return Hashes.hex(Hashes.sha256().digest(encodedPublicKey())).substring(0, ID_LENGTH);
  }

  /** X.509 SubjectPublicKeyInfo in DER. */
  byte[] encodedPublicKey() {
    return publicKey.getEncoded();
  }

  byte[] sign(byte[] head) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(head);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the seal key does not sign", e);
    }
  }

  /**
   * PKCS#8 holds the seed alone, and the platform derives the public key only while it generates a
   * pair: so a pair is generated from that seed.
   */
  private static PublicKey publicKeyOf(EdECPrivateKey privateKey) throws GeneralSecurityException {
    byte[] seed = privateKey.getBytes().orElseThrow(IllegalArgumentException::new);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(privateKey.getParams().getName());
    generator.initialize(privateKey.getParams(), new Seed(seed));
    KeyPair pair = generator.generateKeyPair();
    return pair.getPublic();
  }

  private void requirePair() throws GeneralSecurityException {
    byte[] sample = Hashes.sha256().digest();
    Signature verification = Signature.getInstance(ALGORITHM);
    verification.initVerify(publicKey);
    verification.update(sample);
    if (!verification.verify(sign(sample))) {
      throw new IllegalArgumentException("the public key does not belong to the private one");
    }
  }

  /** Not random at all: answers the seed that is known. */
  private static final class Seed extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Seed(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != bytes.length) {
        throw new IllegalArgumentException("not the length of a seed: " + target.length);
      }
      System.arraycopy(bytes, 0, target, 0, bytes.length);
    }
  }
}
