package dev.florin.identity.client;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The clients that exist from the start, each with its secret.
 *
 * @param clients the platform's services, by name
 * @param merchants the merchants, by id
 * @param operators those who run the platform, by name
 * @param tokenLifetime how long an access token is good
 */
@Validated
@ConfigurationProperties("florin.identity")
record ClientProperties(
    @DefaultValue Map<String, @Size(min = 32) String> clients,
    @DefaultValue Map<String, @Size(min = 32) String> merchants,
    @DefaultValue Map<String, @Size(min = 32) String> operators,
    @NotNull @DurationMax(hours = 24) @DefaultValue("15m") Duration tokenLifetime) {

  /** Secrets do not belong into logs. */
  @Override
  public String toString() {
    return "ClientProperties[clients="
        + clients.keySet()
        + ", merchants="
        + merchants.keySet()
        + ", operators="
        + operators.keySet()
        + "]";
  }
}
