/** The internal endpoints of holds. */
@NullMarked
package dev.florin.account.hold.web;

import org.jspecify.annotations.NullMarked;
