/**
 * The whole platform, started as a person starts it, driven through its command line and gateway.
 */
@NullMarked
package dev.florin.system;

import org.jspecify.annotations.NullMarked;
