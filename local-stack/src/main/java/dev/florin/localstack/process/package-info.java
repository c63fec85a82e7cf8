/** Child processes that outlive their launcher and are found again by the next one. */
@NullMarked
package dev.florin.localstack.process;

import org.jspecify.annotations.NullMarked;
