/**
 * Payments that went on without an assessment are assessed afterwards. The money has moved by then:
 * a denial that comes late is a case for a person.
 */
@ApplicationModule(allowedDependencies = {"payment", "authorization", "reconciliation"})
@NullMarked
package dev.florin.payment.reassessment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
