/** Pays at third parties: one attempt, one provider, one outcome. */
@NullMarked
package dev.florin.channel;

import org.jspecify.annotations.NullMarked;
