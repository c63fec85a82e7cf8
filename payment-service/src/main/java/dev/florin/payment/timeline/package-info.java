/**
 * What became of a payment, as one ordered story, and what a trace did to the merchant's money. It
 * is put together when somebody asks, from the durable rows of all services: no trace store is
 * needed, and a service that does not answer leaves a gap that is named.
 */
@ApplicationModule(allowedDependencies = "payment")
@NullMarked
package dev.florin.payment.timeline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
