/** The services that the saga asks, over HTTP. */
@NullMarked
package dev.florin.payment.authorization.client;

import org.jspecify.annotations.NullMarked;
