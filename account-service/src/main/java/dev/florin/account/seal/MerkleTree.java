package dev.florin.account.seal;

import dev.florin.account.seal.FieldHash.Domain;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The tree of RFC 6962, section 2.1, over hashes of leaves. */
final class MerkleTree {

  private final List<byte[]> leaves;

  /**
   * Plants a tree.
   *
   * @param leaves at least one hash
   */
  MerkleTree(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("a tree without a leaf has no root");
    }
    this.leaves = List.copyOf(leaves);
  }

  /** From hashes written one after the other. */
  static MerkleTree of(byte[] concatenated) {
    List<byte[]> leaves = new ArrayList<>(concatenated.length / Hashes.LENGTH);
    for (int at = 0; at < concatenated.length; at += Hashes.LENGTH) {
      leaves.add(Arrays.copyOfRange(concatenated, at, at + Hashes.LENGTH));
    }
    return new MerkleTree(leaves);
  }

  /** The place of a leaf, from 0; -1 if it is not there. */
  int indexOf(byte[] leaf) {
    return IntStream.range(0, leaves.size())
        .filter(index -> Arrays.equals(leaves.get(index), leaf))
        .findFirst()
        .orElse(-1);
  }

  byte[] root() {
    return root(0, leaves.size());
  }

  /** What the root follows from, together with the leaf: from the leaf's sibling upwards. */
  List<Proof.Step> path(int index) {
    List<Proof.Step> steps = new ArrayList<>();
    int from = 0;
    int to = leaves.size();
    while (to - from > 1) {
      int middle = from + split(to - from);
      boolean goesLeft = index < middle;
      steps.add(
          goesLeft
              ? new Proof.Step(Proof.Side.RIGHT, Hashes.hex(root(middle, to)))
              : new Proof.Step(Proof.Side.LEFT, Hashes.hex(root(from, middle))));
      from = goesLeft ? from : middle;
      to = goesLeft ? middle : to;
    }
    return List.copyOf(steps.reversed());
  }

  private byte[] root(int from, int to) {
    if (to - from == 1) {
      return leaves.get(from);
    }
    int middle = from + split(to - from);
    MessageDigest digest = Domain.NODE.digest();
    digest.update(root(from, middle));
    digest.update(root(middle, to));
    return digest.digest();
  }

  /** The largest power of two that is smaller than the number of leaves. */
  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }
}
