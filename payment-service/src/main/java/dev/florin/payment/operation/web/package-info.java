/** Capturing, voiding and refunding payments, and reading what came of it. */
@NullMarked
package dev.florin.payment.operation.web;

import org.jspecify.annotations.NullMarked;
