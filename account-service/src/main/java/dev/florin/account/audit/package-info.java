/** Writes down who did what to accounts by hand: append-only, in a chain of hashes. */
@NullMarked
@ApplicationModule(
    displayName = "Audit",
    allowedDependencies = {})
package dev.florin.account.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
