/** One try at a provider per attempt id: written down before it is sent, resolved by asking. */
@ApplicationModule(allowedDependencies = "channel")
@NullMarked
package dev.florin.channel.attempt;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
