package dev.florin.account.ledger;

import org.jspecify.annotations.Nullable;

/** A transfer that moved money, as a reversal needs to know it. */
public record PostedTransfer(
    TransferKind kind, @Nullable String merchantId, Entry debit, Entry credit) {}
