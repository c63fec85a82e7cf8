/**
 * Exchanges between two services, kept as JSON files that the provider's and the consumer's tests
 * both replay, so that neither can drift from the other unnoticed.
 */
@NullMarked
package dev.florin.contract;

import org.jspecify.annotations.NullMarked;
