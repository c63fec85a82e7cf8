package dev.florin.localstack.ledger;

/**
 * What is needed of a transfer once it is hashed.
 *
 * @param leaf its hash in hexadecimal
 * @param fault why it does not balance; empty if it does
 * @param postings how many it has
 */
record TransferRecord(long position, String id, String leaf, String fault, int postings) {}
