package dev.florin.channel.attempt.web;

import dev.florin.channel.attempt.Attempt.Status;
import dev.florin.channel.attempt.Finding;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

record ResolutionRequest(
    @NotNull @Pattern(regexp = "approved|declined|not_sent") String result,
    @Nullable @Pattern(regexp = "[A-Za-z0-9_-]{1,64}") String transactionId,
    @Nullable @Pattern(regexp = "[a-z0-9_]{1,64}") String declineCode,
    @NotBlank @Size(max = 64) String actor,
    @NotBlank @Size(max = 500) String reason) {

  Finding toFinding() {
    return new Finding(
        Status.valueOf(result.toUpperCase(Locale.ROOT)), transactionId, declineCode, actor, reason);
  }
}
