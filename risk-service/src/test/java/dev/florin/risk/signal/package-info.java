@NullMarked
package dev.florin.risk.signal;

import org.jspecify.annotations.NullMarked;
