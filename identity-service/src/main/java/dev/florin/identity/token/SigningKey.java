package dev.florin.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/**
 * Reads keys that sign tokens. A key's id is its thumbprint (RFC 7638): the same key, the same id.
 */
final class SigningKey {

  private static final int MINIMUM_BITS = 2048;

  private SigningKey() {}

  /**
   * The key of a property.
   *
   * @throws IllegalStateException if it is none; the message names the property and quotes nothing
   */
  static RSAKey fromPem(String property, String pem) {
    try {
      RSAPrivateCrtKey key = privateKey(pem);
      if (key.getModulus().bitLength() < MINIMUM_BITS) {
        throw new IllegalStateException(
            refusal(property, "shorter than " + MINIMUM_BITS + " bits"), null);
      }
      var publicKey =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
      return new RSAKey.Builder(publicKey)
          .privateKey(key)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint()
          .build();
    } catch (GeneralSecurityException | JOSEException | IllegalArgumentException e) {
      // The cause could quote the key.
      throw new IllegalStateException(refusal(property, "not an RSA private key in PKCS#8 PEM"));
    }
  }

  private static RSAPrivateCrtKey privateKey(String pem) throws GeneralSecurityException {
    String base64 =
        pem.replace("-----BEGIN PRIVATE KEY-----", "")
            .replace("-----END PRIVATE KEY-----", "")
            .replaceAll("\\s", "");
    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec);
  }

  private static String refusal(String property, String why) {
    return property + " (a file in FLORIN_SECRETS_DIR) is " + why;
  }
}
