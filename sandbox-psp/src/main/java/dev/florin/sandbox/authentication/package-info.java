/** The page on which a payer confirms or refuses a charge. */
@ApplicationModule(allowedDependencies = "charge")
@NullMarked
package dev.florin.sandbox.authentication;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
