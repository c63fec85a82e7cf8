/** Tests of routes. */
@NullMarked
package dev.florin.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
