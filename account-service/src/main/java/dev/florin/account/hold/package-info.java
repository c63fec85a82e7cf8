/**
 * Reserves money for the services that will take it later, in one part or several, and frees what
 * they leave: by their own word, or when its time has passed.
 */
@NullMarked
@ApplicationModule(
    displayName = "Hold",
    allowedDependencies = {"ledger", "problem"})
package dev.florin.account.hold;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
