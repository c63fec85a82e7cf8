/**
 * One user pays another, or several: prepared by an assessment and a hold at the payer, then
 * committed by one ledger transaction or rolled back.
 *
 * <p>Nothing is logged between the steps. A worker that dies leaves a lease behind, and whoever
 * takes the transfer up runs it again from the top: each step has an id of its own and its effect
 * once. There is no step after the debit: it and the credits are one transaction, so a transfer
 * cannot fail with its money taken, and there is nothing to give back. What is rolled back is the
 * hold; voiding it fences a commit that comes late, and a void that finds the hold posted learns
 * that the transfer has succeeded.
 */
@NullMarked
@ApplicationModule(
    displayName = "Transfer",
    allowedDependencies = {"account", "ledger", "problem"})
package dev.florin.account.transfer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
