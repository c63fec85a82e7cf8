/**
 * Transactional outbox and inbox on PostgreSQL and Kafka: a service appends its events in the
 * transaction that changes its state, and accepts the events of others in the transaction of their
 * effect.
 */
@NullMarked
package dev.florin.outbox;

import org.jspecify.annotations.NullMarked;
