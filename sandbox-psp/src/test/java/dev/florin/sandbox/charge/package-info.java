@NullMarked
package dev.florin.sandbox.charge;

import org.jspecify.annotations.NullMarked;
