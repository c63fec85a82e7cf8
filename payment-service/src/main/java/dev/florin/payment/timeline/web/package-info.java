/** Stories and traces over HTTP. */
@NullMarked
package dev.florin.payment.timeline.web;

import org.jspecify.annotations.NullMarked;
