/**
 * A person's decision on a payment that the risk rules do not decide on: it goes on, or it ends.
 * Nothing has been taken before it.
 */
@ApplicationModule(allowedDependencies = {"payment", "authorization", "idempotency"})
@NullMarked
package dev.florin.payment.review;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
