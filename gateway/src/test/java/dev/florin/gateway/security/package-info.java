/** Tests of who may pass. */
@NullMarked
package dev.florin.gateway.security;

import org.jspecify.annotations.NullMarked;
