/** How much is taken on at once: what cannot be done in time is turned away before it costs. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.gateway.overload;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
