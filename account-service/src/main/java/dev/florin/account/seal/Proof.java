package dev.florin.account.seal;

import java.util.List;

/**
 * Everything that shows that a transfer is in a signed block. Hashes and the signature are
 * lower-case hexadecimal.
 *
 * @param leafIndex the transfer's place in its block, from 0
 * @param path from the leaf's sibling upwards
 */
public record Proof(
    SealedTransfer transfer, String leafHash, int leafIndex, List<Step> path, Block block) {

  public Proof {
    path = List.copyOf(path);
  }

  /** On which side of the path a hash stands. */
  public enum Side {
    LEFT,
    RIGHT
  }

  /** One level of the tree. */
  public record Step(Side side, String hash) {}

  /**
   * The block.
   *
   * @param publicKey X.509 SubjectPublicKeyInfo in base64
   */
  public record Block(
      long number,
      long firstPosition,
      long lastPosition,
      int transfers,
      String root,
      String previousHead,
      long sealedAtMicros,
      String head,
      String signature,
      String keyId,
      String publicKey) {}
}
