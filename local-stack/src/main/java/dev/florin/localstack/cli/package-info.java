/** The command line {@code ./florin}. */
@NullMarked
package dev.florin.localstack.cli;

import org.jspecify.annotations.NullMarked;
