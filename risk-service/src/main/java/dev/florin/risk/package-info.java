/** Tells how risky a payment is before money moves. */
@NullMarked
package dev.florin.risk;

import org.jspecify.annotations.NullMarked;
