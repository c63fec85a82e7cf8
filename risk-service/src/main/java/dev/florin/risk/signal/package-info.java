/** What is known about the payer's recent behaviour: how often and how much. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.risk.signal;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
