/** The service that assesses transfers, over HTTP. */
@NullMarked
package dev.florin.account.transfer.client;

import org.jspecify.annotations.NullMarked;
