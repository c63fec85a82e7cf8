/**
 * Payments and operations whose end is open are taken up again until it is known, in time or after
 * news; whatever no machine brings to its end is parked for a person.
 */
@ApplicationModule(
    allowedDependencies = {"payment", "authorization", "operation", "reconciliation"})
@NullMarked
package dev.florin.payment.resolution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
