/** Tests of access. */
@NullMarked
package dev.florin.sandbox.access;

import org.jspecify.annotations.NullMarked;
