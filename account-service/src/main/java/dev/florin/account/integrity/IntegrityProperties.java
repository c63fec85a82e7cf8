package dev.florin.account.integrity;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How hard the ledger is looked at.
 *
 * @param interval from the end of one look to the next
 * @param newTransfers how many new transfers one look checks at most
 * @param sweptRows how many old rows of each table one look checks again
 * @param patience how long one statement may take
 * @param overdue how long a hold that has lapsed may stay placed
 */
@Validated
@ConfigurationProperties("florin.account.integrity")
record IntegrityProperties(
    @NotNull @DefaultValue("5s") Duration interval,
    @DefaultValue("20000") @Min(1) @Max(1_000_000) int newTransfers,
    @DefaultValue("5000") @Min(1) @Max(1_000_000) int sweptRows,
    @NotNull @DefaultValue("10s") Duration patience,
    @NotNull @DefaultValue("1h") Duration overdue) {}
