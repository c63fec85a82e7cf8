/** Tests of the whole gateway. */
@NullMarked
package dev.florin.gateway;

import org.jspecify.annotations.NullMarked;
