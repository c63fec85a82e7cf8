/** Exact money: what every amount in the platform is made of. */
@NullMarked
package dev.florin.money;

import org.jspecify.annotations.NullMarked;
