/** Deadlines that travel with a request and shrink at every hop. */
@NullMarked
package dev.florin.web.deadline;

import org.jspecify.annotations.NullMarked;
