/** Lets in only callers that know the API key. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.sandbox.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
