/** Tells the caller's server what was decided after its request was answered: signed, repeated. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.sandbox.callback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
