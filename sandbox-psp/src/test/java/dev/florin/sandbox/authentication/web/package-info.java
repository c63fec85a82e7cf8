@NullMarked
package dev.florin.sandbox.authentication.web;

import org.jspecify.annotations.NullMarked;
