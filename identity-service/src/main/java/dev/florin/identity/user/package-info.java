/** Users of merchants: registration and log-in. */
@ApplicationModule(allowedDependencies = {"client", "problem", "revocation", "token"})
@NullMarked
package dev.florin.identity.user;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
