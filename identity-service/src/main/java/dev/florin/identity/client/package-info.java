/**
 * OAuth clients: the merchants, the operators and the platform's own services, with their secrets
 * and scopes.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.identity.client;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
