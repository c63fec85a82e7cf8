package dev.florin.identity.token;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How tokens are signed and how long they live.
 *
 * @param issuer the {@code iss} claim
 * @param signingKey an RSA private key, PKCS#8 in PEM
 * @param otherKey another one, which signs nothing and is published beside it: the next, before it
 *     signs, or the last, until its tokens have expired
 * @param sessionLifetime how long a user's token is good
 */
@Validated
@ConfigurationProperties("florin.identity")
record TokenProperties(
    @NotBlank(message = "must be set: FLORIN_ISSUER") String issuer,
    @NotBlank(message = "must be set: the file florin.identity.signing-key in FLORIN_SECRETS_DIR") String signingKey,
    @Nullable String otherKey,
    @NotNull @DurationMax(hours = 24) @DefaultValue("15m") Duration sessionLifetime) {

  /** The keys do not belong into logs. */
  @Override
  public String toString() {
    return "TokenProperties[issuer=" + issuer + "]";
  }
}
