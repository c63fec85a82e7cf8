/**
 * Authorising a payment: one transaction to accept it, the saga outside any transaction, one
 * transaction to conclude it.
 *
 * <p>Nothing is logged between the steps. A worker that dies leaves a lease behind, and whoever
 * takes the payment up runs the same saga from the top: every remote call has an id of its own and
 * has its effect once. That is sound only if a later run decides as the earlier one did, so the two
 * decisions that asking again could turn around are written down before they are acted upon: to go
 * on without an assessment, and to give up after a channel that was never reached.
 */
@ApplicationModule(allowedDependencies = {"payment", "idempotency"})
@NullMarked
package dev.florin.payment.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
