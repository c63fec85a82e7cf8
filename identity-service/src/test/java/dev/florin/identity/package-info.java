/** Tests of the whole service. */
@NullMarked
package dev.florin.identity;

import org.jspecify.annotations.NullMarked;
