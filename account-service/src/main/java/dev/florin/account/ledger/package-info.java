/**
 * The double-entry ledger: locks accounts, posts transfers, and remembers every id it has answered.
 * It knows nothing of payments or HTTP.
 */
@NullMarked
@ApplicationModule(
    displayName = "Ledger",
    allowedDependencies = {})
package dev.florin.account.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
