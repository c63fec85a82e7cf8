/** The public endpoint of reviews. */
@NullMarked
package dev.florin.payment.review.web;

import org.jspecify.annotations.NullMarked;
