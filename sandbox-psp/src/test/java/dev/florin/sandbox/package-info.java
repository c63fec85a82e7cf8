@NullMarked
package dev.florin.sandbox;

import org.jspecify.annotations.NullMarked;
