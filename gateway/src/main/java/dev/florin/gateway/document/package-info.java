/** The document of the public API and a page to read it and try it out. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.gateway.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
