/** The errors of this service. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.identity.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
