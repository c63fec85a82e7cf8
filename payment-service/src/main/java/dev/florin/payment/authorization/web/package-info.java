/** Asking for a payment. */
@NullMarked
package dev.florin.payment.authorization.web;

import org.jspecify.annotations.NullMarked;
