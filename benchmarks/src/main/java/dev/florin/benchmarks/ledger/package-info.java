/** Posts per second and latency of the ledger, next to {@code pgbench} of the same rows. */
@NullMarked
package dev.florin.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
