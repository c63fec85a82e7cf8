/**
 * Makes tampering evident: seals the ledger's transfers in signed, chained blocks, and proves to
 * anybody that a transfer is in one.
 */
@NullMarked
@ApplicationModule(
    displayName = "Seal",
    allowedDependencies = {"problem", "watermark"})
package dev.florin.account.seal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
