package dev.florin.sandbox.callback;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is called back, and how.
 *
 * @param url where callbacks are posted to
 * @param secret what they are signed with: {@code whsec_} and the key in Base64, shared with the
 *     receiver
 * @param timeout how long one delivery may take
 * @param pauses how long to wait after each failed delivery; when they are used up it is given up
 */
@Validated
@ConfigurationProperties("florin.sandbox.callback")
record CallbackProperties(
    @NotNull URI url,
    @NotNull @Pattern(
            regexp = "whsec_[A-Za-z0-9+/]{32,}={0,2}",
            message = "must be whsec_ and at least 24 bytes in Base64")
        String secret,
    @NotNull @DefaultValue("3s") Duration timeout,
    @NotEmpty @Size(max = 10) @DefaultValue({"1s", "2s", "5s", "15s", "30s", "2m", "10m", "1h", "6h", "1d"})
        List<Duration> pauses) {}
