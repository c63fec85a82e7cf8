package dev.florin.web.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies access tokens by the keys that identity-service publishes, the same way in the gateway
 * and in the services behind it.
 */
public final class AccessTokenVerifier implements JwtDecoder {

  private final NimbusJwtDecoder tokens;

  /** Takes the address of the keys, the issuer and the audience from the settings. */
  public AccessTokenVerifier(OAuth2ResourceServerProperties.Jwt settings) {
    this(settings, steadyClock());
  }

  AccessTokenVerifier(OAuth2ResourceServerProperties.Jwt settings, InstantSource keysClock) {
    this(
        new PublishedKeys(url(Objects.requireNonNull(settings.getJwkSetUri())), keysClock),
        Objects.requireNonNull(settings.getIssuerUri()),
        settings.getAudiences().getFirst());
  }

  /** For whoever has the keys. */
  public AccessTokenVerifier(JWKSource<SecurityContext> keys, String issuer, String audience) {
    tokens = NimbusJwtDecoder.withJwkSource(keys).jwsAlgorithm(SignatureAlgorithm.RS256).build();
    List<OAuth2TokenValidator<Jwt>> rules = new ArrayList<>(AccessTokenRules.all());
    rules.add(new JwtIssuerValidator(issuer));
    rules.add(new JwtAudienceValidator(audience));
    tokens.setJwtValidator(JwtValidators.createDefaultWithValidators(rules));
  }

  /**
   * The token, if it is one of ours.
   *
   * @throws BadJwtException if it is not
   * @throws org.springframework.security.core.AuthenticationException if the keys cannot be had;
   *     {@link ProblemEntryPoint} answers it with 503
   */
  @Override
  public Jwt decode(String token) {
    try {
      return tokens.decode(token);
    } catch (BadJwtException bad) {
      throw bad;
    } catch (JwtException unable) {
      throw new KeysUnavailableException(unable);
    }
  }

  /** Keys neither stay for longer nor end when somebody sets the machine's clock. */
  private static InstantSource steadyClock() {
    Instant begin = Clock.systemUTC().instant();
    long beginNanos = System.nanoTime();
    return () -> begin.plusNanos(System.nanoTime() - beginNanos);
  }

  private static URL url(String uri) {
    try {
      return URI.create(uri).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no address of keys: " + uri, e);
    }
  }
}
