/** Turns a payment and its signals into a score, a level and a decision. */
@ApplicationModule(allowedDependencies = "signal")
@NullMarked
package dev.florin.risk.rule;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
