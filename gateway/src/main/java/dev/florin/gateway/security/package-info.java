/** Trust at the edge: tokens are verified, headers that only we may set are dropped. */
@ApplicationModule(allowedDependencies = "overload")
@NullMarked
package dev.florin.gateway.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
