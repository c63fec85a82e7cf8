@NullMarked
package dev.florin.risk.assessment;

import org.jspecify.annotations.NullMarked;
