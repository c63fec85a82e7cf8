/** The trace store: Zipkin, with a receiver of OpenTelemetry's protocol in front of it. */
@NullMarked
package dev.florin.localstack.zipkin;

import org.jspecify.annotations.NullMarked;
