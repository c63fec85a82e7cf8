/** The public endpoints of accounts. */
@NullMarked
package dev.florin.account.account.web;

import org.jspecify.annotations.NullMarked;
