package dev.florin.account.transfer;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of transfers between users.
 *
 * @param lease for how long a transfer belongs to the worker that took it up; longer than any run
 * @param resumeAfter the pause after each run that left the outcome open; the last one is repeated
 * @param resumeInterval the pause between two looks for transfers to be resumed
 * @param budget for one run, if the request's own deadline is not sooner; well within the lease
 * @param reserve what is kept of the request's time for writing down how it ended
 * @param holdTimeToLive how long the payer's money stays reserved for a transfer that cannot end
 * @param keyRetention how long an answer can be repeated; after it only the merchant's own
 *     transfer_id refuses a second transfer
 * @param lowRiskLimits the largest amounts, by currency and in major units, that go on while nobody
 *     can assess them; a currency without one has no small amounts
 */
@Validated
@ConfigurationProperties("florin.account.transfer")
record TransferProperties(
    @NotNull @DurationMin(seconds = 10) @DefaultValue("15s") Duration lease,
    @NotEmpty @DefaultValue({"5s", "30s", "2m", "10m", "1h"}) List<Duration> resumeAfter,
    @NotNull @DurationMin(millis = 100) @DefaultValue("1s") Duration resumeInterval,
    @NotNull @DurationMin(millis = 1) @DurationMax(seconds = 5) @DefaultValue("5s") Duration budget,
    @NotNull @DurationMin @DefaultValue("300ms") Duration reserve,
    @NotNull @DurationMin(minutes = 10) @DefaultValue("1d") Duration holdTimeToLive,
    @NotNull @DurationMin(hours = 24) @DefaultValue("30d") Duration keyRetention,
    @NotNull @DefaultValue Map<String, @NotBlank String> lowRiskLimits) {

  /** The pause after the first try (0) or a later one (1, 2, …). */
  Duration pauseAfter(int tries) {
    return resumeAfter.get(Math.min(tries, resumeAfter.size() - 1));
  }
}
