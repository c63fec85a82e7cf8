/** Attempts over HTTP, for payment-service. */
@NullMarked
package dev.florin.channel.attempt.web;

import org.jspecify.annotations.NullMarked;
