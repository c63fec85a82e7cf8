/** The error catalogue of the account service. */
@NullMarked
@ApplicationModule(
    displayName = "Problem",
    allowedDependencies = {})
package dev.florin.account.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
