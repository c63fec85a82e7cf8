@NullMarked
package dev.florin.channel.channel;

import org.jspecify.annotations.NullMarked;
