/** Reading payments. */
@NullMarked
package dev.florin.payment.payment.web;

import org.jspecify.annotations.NullMarked;
