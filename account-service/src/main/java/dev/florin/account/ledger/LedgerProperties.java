package dev.florin.account.ledger;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the posting engine.
 *
 * @param stripes rows per system account and currency; more rows let more batches post at once. It
 *     may be raised at any time; balances in rows above a lowered number stay where they are
 * @param attempts how often a transaction is tried that the database broke off for a deadlock, a
 *     serialization failure or a concurrent modification
 * @param writers how many batches are posted at once
 * @param batch the most commands that share one transaction
 * @param queue the most commands that wait; what comes beyond is turned away at once
 */
@Validated
@ConfigurationProperties("florin.account.ledger")
public record LedgerProperties(
    @DefaultValue("16") @Min(1) @Max(1024) int stripes,
    @DefaultValue("4") @Min(1) @Max(10) int attempts,
    @DefaultValue("2") @Min(1) @Max(16) int writers,
    @DefaultValue("256") @Min(1) @Max(4096) int batch,
    @DefaultValue("2048") @Min(1) @Max(100_000) int queue) {}
