/** Merchants as operators manage them: registration, secrets and their replacement, blocking. */
@ApplicationModule(allowedDependencies = {"client", "problem", "revocation"})
@NullMarked
package dev.florin.identity.merchant;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
