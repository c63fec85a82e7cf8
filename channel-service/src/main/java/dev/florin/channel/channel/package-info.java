/** What a provider can do and what its answers mean, guarded so that a sick one harms no other. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.channel.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
