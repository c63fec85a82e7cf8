/** The public endpoints of transfers between users. */
@NullMarked
package dev.florin.account.transfer.web;

import org.jspecify.annotations.NullMarked;
