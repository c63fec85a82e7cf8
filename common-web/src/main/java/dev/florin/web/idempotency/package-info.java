/** The client's name for a request, which makes it safe to repeat. */
@NullMarked
package dev.florin.web.idempotency;

import org.jspecify.annotations.NullMarked;
