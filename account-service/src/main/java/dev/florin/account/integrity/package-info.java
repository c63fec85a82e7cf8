/** Looks for breaches of the ledger's invariants, all the time and within a bounded effort. */
@NullMarked
@ApplicationModule(
    displayName = "Integrity",
    allowedDependencies = {"audit", "watermark"})
package dev.florin.account.integrity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
