/** Takes charges as their magic token scripts it and books each reference once. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.sandbox.charge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
