/** How services show themselves to their database. */
@NullMarked
package dev.florin.web.database;

import org.jspecify.annotations.NullMarked;
