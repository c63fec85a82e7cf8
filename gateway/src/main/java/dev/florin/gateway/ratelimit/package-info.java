/** How often a caller may call: one token bucket per merchant, shared by all gateways. */
@ApplicationModule(allowedDependencies = "security")
@NullMarked
package dev.florin.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
