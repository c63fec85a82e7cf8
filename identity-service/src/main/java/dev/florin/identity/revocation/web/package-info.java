/** The list of revocations over HTTP. */
@NullMarked
package dev.florin.identity.revocation.web;

import org.jspecify.annotations.NullMarked;
