/** Classes that break every rule of the architecture. */
@NullMarked
package dev.florin.sample.client;

import org.jspecify.annotations.NullMarked;
