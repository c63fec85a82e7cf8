/** Tests of routes. */
@NullMarked
package dev.florin.gateway.overload;

import org.jspecify.annotations.NullMarked;
