/** Assesses a payment once per id and keeps the answer. */
@ApplicationModule(allowedDependencies = {"rule", "signal"})
@NullMarked
package dev.florin.risk.assessment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
