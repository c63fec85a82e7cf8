package dev.florin.payment.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Access tokens as identity-service signs them. */
public final class Tokens {

  /** The issuer they name. */
  public static final String ISSUER = "https://identity.florin.test";

  private static final String READ_AND_WRITE = "payments:read payments:write";

  private static final RSAKey KEY = newKey();

  private Tokens() {}

  /** The public key, as identity-service publishes it. */
  public static String jwks() {
    return new JWKSet(KEY).toString(true);
  }

  /** A merchant's token. */
  public static String merchant(String merchantId) {
    return merchant(merchantId, READ_AND_WRITE);
  }

  /** A merchant's token for some scopes. */
  public static String merchant(String merchantId, String scope) {
    return sign(claims(merchantId, scope).claim("merchant_id", merchantId));
  }

  /** A token of somebody who acts for the merchant under another name. */
  public static String clerk(String merchantId, String name) {
    return sign(claims(name, READ_AND_WRITE).claim("merchant_id", merchantId));
  }

  /** A user's token. */
  public static String user(String merchantId, String userId) {
    return sign(
        claims(userId, READ_AND_WRITE)
            .claim("merchant_id", merchantId)
            .claim("sid", UUID.randomUUID().toString()));
  }

  /** An operator's token: of no merchant. */
  public static String operator(String name) {
    return sign(claims(name, "ops"));
  }

  private static JWTClaimsSet.Builder claims(String subject, String scope) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("florin")
        .subject(subject)
        .jwtID(UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)))
        .claim("scope", scope);
  }

  private static String sign(JWTClaimsSet.Builder claims) {
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
              claims.build());
      token.sign(new RSASSASigner(KEY));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("test").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
