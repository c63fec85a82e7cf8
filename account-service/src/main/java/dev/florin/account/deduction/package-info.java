/**
 * Takes a payment's money from its payer's wallet, once, and gives it back: if the payment fails,
 * or when it is refunded.
 */
@NullMarked
@ApplicationModule(
    displayName = "Deduction",
    allowedDependencies = {"ledger", "problem"})
package dev.florin.account.deduction;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
