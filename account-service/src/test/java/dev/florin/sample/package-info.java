/** Classes that break the architecture's rules on purpose, to show that the rules bite. */
@NullMarked
package dev.florin.sample;

import org.jspecify.annotations.NullMarked;
