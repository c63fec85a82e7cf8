/** The sandbox provider as a channel: what it is asked, and what it calls back. */
@ApplicationModule(allowedDependencies = {"channel", "attempt"})
@NullMarked
package dev.florin.channel.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
