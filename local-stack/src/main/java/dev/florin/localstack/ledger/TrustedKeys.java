package dev.florin.localstack.ledger;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys whose signatures count. */
final class TrustedKeys {
  private final Map<String, PublicKey> byId = new TreeMap<>();

  TrustedKeys(List<PublicKey> keys) {
    keys.forEach(key -> byId.put(SealKeys.id(key), key));
  }

  @Nullable PublicKey find(String keyId) {
    return byId.get(keyId);
  }

  /** Whether the key signed the head; both in hexadecimal. */
  static boolean signed(PublicKey key, String head, String signature) {
    try {
      Signature verification = Signature.getInstance("Ed25519");
      verification.initVerify(key);
      verification.update(HexFormat.of().parseHex(head));
      return verification.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // What is not even shaped like a signature was not signed.
      return false;
    }
  }
}
