/** Lets operators post by hand, each posting audited. */
@NullMarked
@ApplicationModule(
    displayName = "Adjustment",
    allowedDependencies = {"audit", "ledger", "problem"})
package dev.florin.account.adjustment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
