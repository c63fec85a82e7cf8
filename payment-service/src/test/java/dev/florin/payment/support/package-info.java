/** What the tests of several features share. */
@NullMarked
package dev.florin.payment.support;

import org.jspecify.annotations.NullMarked;
