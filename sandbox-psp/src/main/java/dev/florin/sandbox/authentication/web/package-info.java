/** The payer's page over HTTP. */
@NullMarked
package dev.florin.sandbox.authentication.web;

import org.jspecify.annotations.NullMarked;
