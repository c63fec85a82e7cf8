/**
 * The OpenTelemetry starter of every Florin process: traces, metrics and logs with the names of the
 * semantic conventions, without secrets and without noise.
 */
@NullMarked
package dev.florin.telemetry;

import org.jspecify.annotations.NullMarked;
