package dev.florin.account.transfer;

import dev.florin.account.ledger.Fingerprint;
import dev.florin.web.idempotency.IdempotencyKey;

/**
 * A request for a transfer, checked.
 *
 * @param subject who sent it; the same key of another subject is another request
 * @param content what it means, however it was written
 */
public record TransferRequest(
    UserTransfer.Terms terms, String subject, IdempotencyKey key, Fingerprint content) {}
