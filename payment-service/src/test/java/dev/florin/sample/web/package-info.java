/** Classes that break every rule of the architecture. */
@NullMarked
package dev.florin.sample.web;

import org.jspecify.annotations.NullMarked;
