/** The platform's public API as the command line uses it. */
@NullMarked
package dev.florin.localstack.client;

import org.jspecify.annotations.NullMarked;
