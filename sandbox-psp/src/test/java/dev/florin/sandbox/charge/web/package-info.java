@NullMarked
package dev.florin.sandbox.charge.web;

import org.jspecify.annotations.NullMarked;
