/** Tells up to which position the ledger is complete. */
@NullMarked
@ApplicationModule(
    displayName = "Watermark",
    allowedDependencies = {})
package dev.florin.account.watermark;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
