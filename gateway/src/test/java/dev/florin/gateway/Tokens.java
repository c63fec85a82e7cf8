package dev.florin.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Tokens as identity-service would sign them, and some that it never would. */
@SuppressWarnings("JavaUtilDate") // The JWT library speaks it.
final class Tokens {

  static final String ISSUER = "http://identity.test";
  static final RSAKey KEY = newKey("key-1");

  private Tokens() {}

  static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).algorithm(JWSAlgorithm.RS256).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String keySet() {
    return new JWKSet(KEY.toPublicJWK()).toString();
  }

  static String merchant(String id) {
    return signed(claims -> claims.subject(id).claim("merchant_id", id));
  }

  static String user(String merchant, String user) {
    return signed(
        claims -> claims.subject(user).claim("merchant_id", merchant).claim("sid", "session-1"));
  }

  static String signed(Consumer<JWTClaimsSet.Builder> claims) {
    try {
      return signed(
          new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).build(),
          new RSASSASigner(KEY),
          claims);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String signed(JWSHeader header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> claims) {
    try {
      SignedJWT token = new SignedJWT(header, claims(claims));
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> changes) {
    Instant now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience("florin")
            .subject("demo")
            .claim("merchant_id", "demo")
            .claim("scope", List.of("payments:read", "payments:write"))
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(15))));
    changes.accept(claims);
    return claims.build();
  }
}
