/** A web package that somebody wrongly imports. */
@NullMarked
package dev.florin.sample.web;

import org.jspecify.annotations.NullMarked;
