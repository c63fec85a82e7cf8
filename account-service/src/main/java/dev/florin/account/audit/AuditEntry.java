package dev.florin.account.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written down.
 *
 * @param action what was done, such as {@code account.frozen}
 * @param accountId the account it was done to; null if to several
 * @param transferId the transfer that did it
 * @param before what was there before; written as JSON
 * @param after what is there now; written as JSON
 * @param reason why, in the actor's words
 */
public record AuditEntry(
    Actor actor,
    String action,
    @Nullable UUID accountId,
    @Nullable String transferId,
    @Nullable Object before,
    @Nullable Object after,
    @Nullable String reason) {}
