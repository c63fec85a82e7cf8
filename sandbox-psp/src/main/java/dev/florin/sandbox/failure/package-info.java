/** Plays a provider that is overloaded: answers a share of the requests without processing them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.sandbox.failure;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
