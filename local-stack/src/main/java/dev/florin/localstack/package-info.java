/** The whole platform on one machine: servers, services and the command line over them. */
@NullMarked
package dev.florin.localstack;

import org.jspecify.annotations.NullMarked;
