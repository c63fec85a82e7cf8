@NullMarked
package dev.florin.risk;

import org.jspecify.annotations.NullMarked;
