package dev.florin.localstack.ledger;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** The root of an RFC 6962 tree, from its leaves one by one or from one leaf's path. */
final class TreeRoot {
  private final Deque<byte[]> complete = new ArrayDeque<>();
  private int leaves;

  void add(byte[] leaf) {
    complete.push(leaf);
    leaves++;
    for (int size = leaves; size % 2 == 0; size /= 2) {
      merge();
    }
  }

  /** The root of all leaves; ends the tree. */
  byte[] root() {
    while (complete.size() > 1) {
      merge();
    }
    return complete.pop();
  }

  private void merge() {
    byte[] right = complete.pop();
    byte[] left = complete.pop();
    complete.push(Digests.node(left, right));
  }

  /** A sibling on the way from a leaf to the root. */
  record Sibling(boolean left, String hash) {}

  /**
   * The root that follows from a leaf and its path (RFC 9162, 2.1.3.2).
   *
   * @throws IllegalArgumentException if the path is not one of that leaf in a tree of that size
   */
  static byte[] of(byte[] leaf, int index, int size, List<Sibling> path) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("there is no leaf %d of %d".formatted(index, size));
    }
    int node = index;
    int last = size - 1;
    byte[] hash = leaf;
    for (Sibling sibling : path) {
      boolean fromLeft = node % 2 == 1 || node == last;
      if (last == 0 || sibling.left() != fromLeft) {
        throw new IllegalArgumentException(
            "it does not belong to leaf %d of %d".formatted(index, size));
      }
      byte[] other = HexFormat.of().parseHex(sibling.hash());
      hash = fromLeft ? Digests.node(other, hash) : Digests.node(hash, other);
      if (fromLeft) {
        while (node % 2 == 0 && node != 0) {
          node /= 2;
          last /= 2;
        }
      }
      node /= 2;
      last /= 2;
    }
    if (last != 0) {
      throw new IllegalArgumentException("it is too short");
    }
    return hash;
  }
}
