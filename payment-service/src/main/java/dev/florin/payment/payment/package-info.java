/**
 * The payment itself: what was asked for, where it stands, which moves are legal, and how it is
 * shown. It knows nothing of the steps that bring it to its end.
 */
@NullMarked
package dev.florin.payment.payment;

import org.jspecify.annotations.NullMarked;
