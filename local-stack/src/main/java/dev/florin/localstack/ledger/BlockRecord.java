package dev.florin.localstack.ledger;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row of {@code seal}; hashes in hexadecimal.
 *
 * @param leaves each leaf and its place
 */
record BlockRecord(
    long number,
    long firstPosition,
    long lastPosition,
    int transfers,
    Map<String, Integer> leaves,
    String leavesRoot,
    String root,
    String previousHead,
    String keyId,
    String sealedAt,
    String head,
    String signature) {

  /** What the head must be. */
  String computedHead() {
    return Digests.hex(
        Digests.head()
            .add(previousHead)
            .add(Long.toString(number))
            .add(Long.toString(firstPosition))
            .add(Long.toString(lastPosition))
            .add(Integer.toString(transfers))
            .add(root)
            .add(keyId)
            .add(sealedAt)
            .hash());
  }

  static Map<String, Integer> places(byte[] leaves) {
    Map<String, Integer> places = LinkedHashMap.newLinkedHashMap(leaves.length / Digests.LENGTH);
    for (int at = 0; at < leaves.length; at += Digests.LENGTH) {
      places.put(
          Digests.hex(Arrays.copyOfRange(leaves, at, Math.min(leaves.length, at + Digests.LENGTH))),
          at / Digests.LENGTH);
    }
    return places;
  }

  static String root(byte[] leaves) {
    if (leaves.length == 0) {
      return "";
    }
    TreeRoot tree = new TreeRoot();
    for (int at = 0; at < leaves.length; at += Digests.LENGTH) {
      tree.add(Arrays.copyOfRange(leaves, at, Math.min(leaves.length, at + Digests.LENGTH)));
    }
    return Digests.hex(tree.root());
  }
}
