/** The edge: who calls, how often it may, and which service answers. */
@NullMarked
package dev.florin.gateway;

import org.jspecify.annotations.NullMarked;
