package dev.florin.account.seal;

import dev.florin.account.seal.FieldHash.Domain;

/**
 * What is signed of a block; hashes are lower-case hexadecimal.
 *
 * @param number gapless, from 1
 * @param transfers how many it holds
 * @param root of the tree over its transfers
 * @param previousHead the block before; zeros for the first
 * @param keyId of the key that signs
 * @param sealedAtMicros by the database's clock, microseconds since 1970-01-01T00:00:00Z
 */
record Seal(
    long number,
    long firstPosition,
    long lastPosition,
    int transfers,
    String root,
    String previousHead,
    String keyId,
    long sealedAtMicros) {

  private static final String FORMAT = "florin.seal.v1";

  /** The hash that is signed, and that the next block repeats. */
  byte[] head() {
    return new FieldHash(Domain.HEAD)
        .add(FORMAT)
        .add(previousHead)
        .add(number)
        .add(firstPosition)
        .add(lastPosition)
        .add(transfers)
        .add(root)
        .add(keyId)
        .add(sealedAtMicros)
        .hash();
  }
}
