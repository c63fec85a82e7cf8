/**
 * Where our book and another's differ: a case for a person, opened once for each cause, and closed
 * with a reason by an operator.
 */
@ApplicationModule(allowedDependencies = "payment")
@NullMarked
package dev.florin.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
