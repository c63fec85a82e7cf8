/** What the documents of the API cannot learn from a method's signature. */
@NullMarked
package dev.florin.web.document;

import org.jspecify.annotations.NullMarked;
