/** What telemetry costs: payments with all of it, and payments without. */
@NullMarked
package dev.florin.benchmarks.telemetry;

import org.jspecify.annotations.NullMarked;
