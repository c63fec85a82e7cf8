@NullMarked
package dev.florin.sandbox.callback;

import org.jspecify.annotations.NullMarked;
