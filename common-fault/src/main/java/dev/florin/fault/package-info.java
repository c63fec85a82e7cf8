/** The places at which tests let a process die, to prove that nothing is lost by it. */
@NullMarked
package dev.florin.fault;

import org.jspecify.annotations.NullMarked;
