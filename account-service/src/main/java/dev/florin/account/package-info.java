/** The account service: wallets and the double-entry ledger that all money moves through. */
@NullMarked
package dev.florin.account;

import org.jspecify.annotations.NullMarked;
