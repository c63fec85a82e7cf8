/** Card numbers, which no process of the platform takes. */
@NullMarked
package dev.florin.web.card;

import org.jspecify.annotations.NullMarked;
