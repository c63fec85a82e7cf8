/** Books succeeded payments: the money in transit becomes what the channel is owed. */
@NullMarked
@ApplicationModule(displayName = "Settlement", allowedDependencies = "ledger")
package dev.florin.account.settlement;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
