/** HTTP endpoints by which merchants are managed. */
@NullMarked
package dev.florin.identity.merchant.web;

import org.jspecify.annotations.NullMarked;
