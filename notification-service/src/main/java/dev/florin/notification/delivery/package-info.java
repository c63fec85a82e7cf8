/** Delivers one notification per payment event, once, and lets merchants read theirs again. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.florin.notification.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
