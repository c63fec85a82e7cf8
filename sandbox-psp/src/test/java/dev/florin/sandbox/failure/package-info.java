@NullMarked
package dev.florin.sandbox.failure;

import org.jspecify.annotations.NullMarked;
