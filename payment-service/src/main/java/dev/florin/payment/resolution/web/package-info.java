/** The operators' view of parked work. */
@NullMarked
package dev.florin.payment.resolution.web;

import org.jspecify.annotations.NullMarked;
