@NullMarked
package dev.florin.channel;

import org.jspecify.annotations.NullMarked;
