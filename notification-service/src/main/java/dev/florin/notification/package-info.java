/** Tells merchants what became of their payments. */
@NullMarked
package dev.florin.notification;

import org.jspecify.annotations.NullMarked;
