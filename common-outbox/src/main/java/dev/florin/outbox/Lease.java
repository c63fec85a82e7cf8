package dev.florin.outbox;

/** The right to publish one partition: void as soon as the partition's epoch has moved on. */
record Lease(int partition, long epoch) {}
