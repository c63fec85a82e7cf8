/** Payments whose end is open are taken up again until it is known. */
@ApplicationModule(allowedDependencies = {"payment", "authorization"})
@NullMarked
package dev.florin.payment.resolution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
