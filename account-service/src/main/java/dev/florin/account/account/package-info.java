/** Opens, freezes and closes wallets and reads them: balances, lists and statements. */
@NullMarked
@ApplicationModule(
    displayName = "Account",
    allowedDependencies = {"audit", "problem"})
package dev.florin.account.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
