@NullMarked
package dev.florin.risk.rule;

import org.jspecify.annotations.NullMarked;
