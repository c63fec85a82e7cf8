/** Payments and operations whose end is open are taken up again until it is known. */
@ApplicationModule(allowedDependencies = {"payment", "authorization", "operation"})
@NullMarked
package dev.florin.payment.resolution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
