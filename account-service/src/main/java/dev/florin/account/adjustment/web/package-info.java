/** The public endpoint of adjustments. */
@NullMarked
package dev.florin.account.adjustment.web;

import org.jspecify.annotations.NullMarked;
