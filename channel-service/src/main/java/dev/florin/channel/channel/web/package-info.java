/** Channels as operators see them. */
@NullMarked
package dev.florin.channel.channel.web;

import org.jspecify.annotations.NullMarked;
