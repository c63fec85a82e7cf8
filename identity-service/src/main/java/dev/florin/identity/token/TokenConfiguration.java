package dev.florin.identity.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.florin.identity.client.ClientKind;
import dev.florin.identity.client.LiveClients;
import dev.florin.web.security.AccessTokenVerifier;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** The key that signs and the claims that every token carries. */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

  static final String AUDIENCE = "florin";
  static final String MERCHANT_ID = "merchant_id";

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  JWKSource<SecurityContext> jwkSource(TokenProperties properties) {
    List<JWK> keys = new ArrayList<>();
    keys.add(signingKey(properties));
    if (properties.otherKey() != null) {
      keys.add(
          SigningKey.fromPem("florin.identity.other-key", properties.otherKey()).toPublicJWK());
    }
    return new ImmutableJWKSet<>(new JWKSet(keys));
  }

  @Bean
  JwtEncoder jwtEncoder(TokenProperties properties) {
    return new NimbusJwtEncoder(new ImmutableJWKSet<>(new JWKSet(signingKey(properties))));
  }

  private static RSAKey signingKey(TokenProperties properties) {
    return SigningKey.fromPem("florin.identity.signing-key", properties.signingKey());
  }

  /**
   * This service takes its own tokens as every other does: issuer, audience and algorithm pinned.
   */
  @Bean
  JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys, TokenProperties properties) {
    return new AccessTokenVerifier(keys, properties.issuer(), AUDIENCE);
  }

  @Bean
  OAuth2AuthorizationService authorizationService() {
    return new UnrecordedAuthorizations();
  }

  @Bean
  AuthorizationServerSettings authorizationServerSettings(TokenProperties properties) {
    return AuthorizationServerSettings.builder().issuer(properties.issuer()).build();
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> clientClaims() {
    return context -> {
      context.getJwsHeader().algorithm(SignatureAlgorithm.RS256);
      context.getClaims().audience(List.of(AUDIENCE)).id(UUID.randomUUID().toString());
      switch (ClientKind.of(context.getRegisteredClient())) {
        case MERCHANT -> {
          RegisteredClient client = context.getRegisteredClient();
          Instant readAt = LiveClients.readAt(client);
          context
              .getClaims()
              .claim(MERCHANT_ID, client.getClientId())
              .issuedAt(issueTime(readAt, LiveClients.tokensFrom(client)))
              .notBefore(readAt)
              .expiresAt(readAt.plus(client.getTokenSettings().getAccessTokenTimeToLive()));
        }
        case OPERATOR, SERVICE -> {}
      }
    };
  }

  /**
   * When a token is said to be issued: just before it was read who may have it, however late it is
   * signed, but not before the moment from which on none is revoked.
   */
  static Instant issueTime(Instant readAt, @Nullable Instant tokensFrom) {
    return tokensFrom != null && tokensFrom.isAfter(readAt) ? tokensFrom : readAt;
  }
}
