package dev.florin.channel.sandbox;

import dev.florin.web.client.ServiceClientProperties;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the sandbox provider is reached.
 *
 * @param baseUrl scheme, host and port
 * @param apiKey our secret there, from the environment
 * @param callbackSecret what its callbacks are signed with: {@code whsec_} and the key in Base64,
 *     from the environment; two of them, with a blank between, while it is replaced
 * @param connectTimeout how long to wait for a connection
 * @param timeout how long a whole exchange may take
 * @param finalityWindow how long after sending its "not found" may still change
 */
@Validated
@ConfigurationProperties("florin.channel.sandbox")
record SandboxProperties(
    @NotNull URI baseUrl,
    @NotNull @Pattern(
            // Not the placeholder that stays when nobody fills it in, and not empty.
            regexp = "(?!\\s*$|\\$\\{).+",
            message = "must be set: FLORIN_SANDBOX_PSP_API_KEY")
        String apiKey,
    @NotNull @Pattern(
            regexp = SECRET + "( " + SECRET + ")?",
            message =
                "must be set: FLORIN_SANDBOX_PSP_CALLBACK_SECRET, whsec_ and at least 24 bytes in Base64")
        String callbackSecret,
    @NotNull @DefaultValue("500ms") Duration connectTimeout,
    @NotNull @DefaultValue("2700ms") Duration timeout,
    @NotNull @DefaultValue("15s") Duration finalityWindow) {

  private static final String SECRET = "whsec_[A-Za-z0-9+/]{32,}={0,2}";

  ServiceClientProperties client() {
    return new ServiceClientProperties(baseUrl, connectTimeout, timeout);
  }

  List<String> callbackSecrets() {
    return List.of(callbackSecret.split(" ", -1));
  }
}
