/** Payments: taken once, authorised by a saga, answered the same way for ever. */
@NullMarked
package dev.florin.payment;

import org.jspecify.annotations.NullMarked;
