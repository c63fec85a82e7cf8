package dev.florin.web.client;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How this service obtains its own tokens.
 *
 * @param tokenUri identity-service's token endpoint
 * @param clientId this service's client id
 * @param clientSecret its secret, from the environment
 */
@Validated
@ConfigurationProperties("florin.identity.client")
record IdentityProperties(
    @NotNull URI tokenUri,
    @NotBlank String clientId,
    @NotNull @Pattern(regexp = IdentityProperties.SET, message = "must be set: FLORIN_CLIENT_SECRET") String clientSecret) {
  /** Not the placeholder that stays when nobody fills it in, and not empty. */
  static final String SET = "(?!\\s*$|\\$\\{).+";
}
