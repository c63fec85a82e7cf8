/** Reads what the ledger did for a payment or in a trace: its transfers and its holds. */
@NullMarked
@ApplicationModule(
    displayName = "Journal",
    allowedDependencies = {})
package dev.florin.account.journal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
