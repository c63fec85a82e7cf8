/** How money is read from JSON without losing a digit. */
@NullMarked
package dev.florin.web.json;

import org.jspecify.annotations.NullMarked;
