/** The parts of the platform: what each needs, how it is started and when it is healthy. */
@NullMarked
package dev.florin.localstack.stack;

import org.jspecify.annotations.NullMarked;
