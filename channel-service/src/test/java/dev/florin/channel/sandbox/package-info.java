@NullMarked
package dev.florin.channel.sandbox;

import org.jspecify.annotations.NullMarked;
