/** One Kafka broker that is its own controller, in a JVM of its own. */
@NullMarked
package dev.florin.localstack.kafka;

import org.jspecify.annotations.NullMarked;
