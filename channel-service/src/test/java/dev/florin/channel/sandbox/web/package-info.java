@NullMarked
package dev.florin.channel.sandbox.web;

import org.jspecify.annotations.NullMarked;
