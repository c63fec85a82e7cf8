/**
 * Makes the documents of the public API from the services' code, and checks those that are kept.
 */
@NullMarked
package dev.florin.apidocs;

import org.jspecify.annotations.NullMarked;
