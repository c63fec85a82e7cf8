/** HTTP endpoints of users. */
@NullMarked
package dev.florin.identity.user.web;

import org.jspecify.annotations.NullMarked;
