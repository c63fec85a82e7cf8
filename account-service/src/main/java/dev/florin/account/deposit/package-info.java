/** Brings money into a wallet: a merchant's request, once per idempotency key. */
@NullMarked
@ApplicationModule(
    displayName = "Deposit",
    allowedDependencies = {"account", "ledger", "problem"})
package dev.florin.account.deposit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
