/** The public endpoints of proofs. */
@NullMarked
package dev.florin.account.seal.web;

import org.jspecify.annotations.NullMarked;
