/**
 * Takes charges as their magic token scripts it, captures, voids and refunds them, and books each
 * reference once.
 */
@ApplicationModule(allowedDependencies = "callback")
@NullMarked
package dev.florin.sandbox.charge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
