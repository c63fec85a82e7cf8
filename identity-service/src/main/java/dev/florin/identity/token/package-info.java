/** Access tokens: the signing key, the OAuth token endpoint and what a token says. */
@ApplicationModule(allowedDependencies = {"client", "revocation"})
@NullMarked
package dev.florin.identity.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
