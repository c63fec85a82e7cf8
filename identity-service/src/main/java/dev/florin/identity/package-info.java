/** The identity service: who may call the platform, and the tokens that say so. */
@NullMarked
package dev.florin.identity;

import org.jspecify.annotations.NullMarked;
