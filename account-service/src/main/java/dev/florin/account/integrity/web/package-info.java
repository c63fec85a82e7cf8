/** The public endpoint of the ledger's integrity. */
@NullMarked
package dev.florin.account.integrity.web;

import org.jspecify.annotations.NullMarked;
