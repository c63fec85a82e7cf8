/** How JSON is read: money without losing a digit, text without what no database keeps. */
@NullMarked
package dev.florin.web.json;

import org.jspecify.annotations.NullMarked;
