/** Tokens that are refused before they expire, and the list by which the edge learns of them. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.identity.revocation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
