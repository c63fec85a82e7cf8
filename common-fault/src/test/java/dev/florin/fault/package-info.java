@NullMarked
package dev.florin.fault;

import org.jspecify.annotations.NullMarked;
