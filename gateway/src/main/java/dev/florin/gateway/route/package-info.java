/** Which service answers a request, and what the client hears when none does. */
@ApplicationModule(allowedDependencies = {"security", "overload", "ratelimit"})
@NullMarked
package dev.florin.gateway.route;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
