/** Who is calling, and what a token lets it do. */
@NullMarked
package dev.florin.web.security;

import org.jspecify.annotations.NullMarked;
