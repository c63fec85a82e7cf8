/**
 * Verifies the ledger and proofs from it, written from docs/ledger-proofs.md alone: it shares no
 * code with the service that seals.
 */
@NullMarked
package dev.florin.localstack.ledger;

import org.jspecify.annotations.NullMarked;
