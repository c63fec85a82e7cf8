/** Tests of users. */
@NullMarked
package dev.florin.identity.user;

import org.jspecify.annotations.NullMarked;
