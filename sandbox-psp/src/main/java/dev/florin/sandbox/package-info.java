/**
 * The simulated third party: a payment provider with an API, errors and a durable book of its own.
 */
@NullMarked
package dev.florin.sandbox;

import org.jspecify.annotations.NullMarked;
