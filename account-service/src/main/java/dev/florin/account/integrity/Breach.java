package dev.florin.account.integrity;

/**
 * Something that breaks an invariant. It holds ids only, no amounts: whoever may ask whether the
 * ledger is intact need not be allowed to read it.
 *
 * @param subject the transfer, posting ({@code account/version}), account, hold, currency or record
 * @param problem what is wrong with it
 */
public record Breach(Invariant invariant, String subject, String problem) {}
