/** Load against a stack of its own, one command per benchmark, a table and a line of JSON out. */
@NullMarked
package dev.florin.benchmarks;

import org.jspecify.annotations.NullMarked;
