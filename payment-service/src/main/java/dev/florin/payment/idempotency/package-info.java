/**
 * Requests that move money take effect once, however often they are sent. PostgreSQL decides; Redis
 * only saves it the question.
 */
@ApplicationModule(allowedDependencies = "payment")
@NullMarked
package dev.florin.payment.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
