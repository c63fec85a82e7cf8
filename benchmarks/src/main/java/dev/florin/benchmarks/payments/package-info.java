/** Payments sent to the gateway at a set rate. */
@NullMarked
package dev.florin.benchmarks.payments;

import org.jspecify.annotations.NullMarked;
