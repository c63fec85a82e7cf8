/** Tests of routes. */
@NullMarked
package dev.florin.gateway.route;

import org.jspecify.annotations.NullMarked;
