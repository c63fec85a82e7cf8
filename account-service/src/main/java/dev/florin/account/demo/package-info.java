/** The demo merchant's funded wallets of a local installation. */
@NullMarked
@ApplicationModule(displayName = "Demo", allowedDependencies = "ledger")
package dev.florin.account.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
