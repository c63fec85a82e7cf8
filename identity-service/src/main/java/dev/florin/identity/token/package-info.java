/** Access tokens: the signing key, the OAuth token endpoint and what a token says. */
@ApplicationModule(allowedDependencies = "client")
@NullMarked
package dev.florin.identity.token;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
