/** The public endpoint of deposits. */
@NullMarked
package dev.florin.account.deposit.web;

import org.jspecify.annotations.NullMarked;
