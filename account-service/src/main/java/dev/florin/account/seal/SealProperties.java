package dev.florin.account.seal;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the ledger is sealed.
 *
 * @param key the Ed25519 private key that signs, PKCS#8 in PEM, or its base64 alone
 * @param interval between two looks for unsealed transfers
 * @param blockSize the most transfers in one block; the database takes 4,096
 */
@Validated
@ConfigurationProperties("florin.account.seal")
public record SealProperties(
    @NotBlank(message = "must be set: FLORIN_ACCOUNT_SEAL_KEY") String key,
    @NotNull @DefaultValue("1s") Duration interval,
    @Positive @Max(4096) @DefaultValue("4096") int blockSize) {

  /** The key does not belong into logs. */
  @Override
  public String toString() {
    return "SealProperties[interval=" + interval + ", blockSize=" + blockSize + "]";
  }
}
