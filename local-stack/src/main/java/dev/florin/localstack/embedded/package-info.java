/** Real PostgreSQL and Redis servers, unpacked from artifacts and run as plain child processes. */
@NullMarked
package dev.florin.localstack.embedded;

import org.jspecify.annotations.NullMarked;
