/** Tests of tokens. */
@NullMarked
package dev.florin.identity.token;

import org.jspecify.annotations.NullMarked;
