/** The provider's HTTP API. */
@NullMarked
package dev.florin.sandbox.charge.web;

import org.jspecify.annotations.NullMarked;
