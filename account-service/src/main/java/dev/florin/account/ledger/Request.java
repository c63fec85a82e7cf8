package dev.florin.account.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A command and who asks.
 *
 * @param traceId the trace that it belongs to
 */
record Request(Command command, @Nullable String traceId) {}
