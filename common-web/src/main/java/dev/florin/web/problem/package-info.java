/** Errors as problem+json (RFC 9457), from one catalogue per service. */
@NullMarked
package dev.florin.web.problem;

import org.jspecify.annotations.NullMarked;
