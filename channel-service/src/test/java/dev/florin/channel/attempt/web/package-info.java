@NullMarked
package dev.florin.channel.attempt.web;

import org.jspecify.annotations.NullMarked;
