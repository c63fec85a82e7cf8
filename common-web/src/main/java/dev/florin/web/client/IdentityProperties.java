package dev.florin.web.client;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
    @NotNull URI tokenUri, @NotBlank String clientId, @NotBlank String clientSecret) {}
