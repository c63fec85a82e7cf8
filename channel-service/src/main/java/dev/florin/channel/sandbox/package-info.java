/** The sandbox provider as a channel. */
@ApplicationModule(allowedDependencies = "channel")
@NullMarked
package dev.florin.channel.sandbox;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
