/** The services that have a part in the story, over HTTP. */
@NullMarked
package dev.florin.payment.timeline.client;

import org.jspecify.annotations.NullMarked;
