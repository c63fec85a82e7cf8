/**
 * What happens to a payment after its authorisation: captures, voids, expiries and refunds.
 *
 * <p>All of them are operations, and run on one engine. An operation is begun under the lock of its
 * payment, which is where sums are checked. Its steps run outside any transaction: first the
 * channel, which may say no, then the ledger, which only follows. One transaction concludes. As
 * with a payment, every remote call has an id of its own, and recovery is to run the same steps
 * again.
 */
@ApplicationModule(allowedDependencies = {"payment", "idempotency", "authorization"})
@NullMarked
package dev.florin.payment.operation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
