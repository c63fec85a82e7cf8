package dev.florin.account.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.account.seal.SealedTransfer.SealedPosting;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hashes and signs what the format's examples show, to the byte. */
class ProofVectorTests {

  @ParameterizedTest
  @ValueSource(strings = {"proof-posted", "proof-declined", "proof-reversal", "proof-odd"})
  void theExampleIsMadeAgain(String name) throws Exception {
    JsonNode example = load(name);
    JsonNode proof = example.path("proof");
    JsonNode block = proof.path("block");
    MerkleTree tree =
        new MerkleTree(
            example
                .path("leaves")
                .valueStream()
                .map(leaf -> HexFormat.of().parseHex(leaf.asString()))
                .toList());
    SealKey key = SealKey.fromText(example.path("private_key").asString());

    byte[] leaf = transfer(proof.path("transfer")).leaf();

    assertThat(Hashes.hex(leaf)).isEqualTo(proof.path("leaf_hash").asString());
    assertThat(tree.indexOf(leaf)).isEqualTo(proof.path("leaf_index").asInt());
    assertThat(tree.path(tree.indexOf(leaf)))
        .extracting(step -> step.side().name().toLowerCase(Locale.ROOT) + " " + step.hash())
        .isEqualTo(
            proof
                .path("audit_path")
                .valueStream()
                .map(step -> step.path("side").asString() + " " + step.path("hash").asString())
                .toList());
    assertThat(Hashes.hex(tree.root())).isEqualTo(block.path("root").asString());
    assertThat(key.id()).isEqualTo(block.path("key_id").asString());
    byte[] head = seal(block, tree, key).head();
    assertThat(Hashes.hex(head)).isEqualTo(block.path("head").asString());
    assertThat(Hashes.hex(key.sign(head))).isEqualTo(block.path("signature").asString());
  }

  private static Seal seal(JsonNode block, MerkleTree tree, SealKey key) {
    return new Seal(
        number(block, "number"),
        number(block, "first_position"),
        number(block, "last_position"),
        (int) number(block, "transfers"),
        Hashes.hex(tree.root()),
        block.path("previous_head").asString(),
        key.id(),
        number(block, "sealed_at"));
  }

  private static SealedTransfer transfer(JsonNode transfer) {
    List<SealedPosting> postings =
        transfer
            .path("postings")
            .valueStream()
            .map(
                posting ->
                    new SealedPosting(
                        (int) number(posting, "leg"),
                        posting.path("account_id").asString(),
                        number(posting, "account_version"),
                        posting.path("direction").asString(),
                        number(posting, "amount"),
                        posting.path("currency").asString(),
                        number(posting, "balance_after")))
            .toList();
    return new SealedTransfer(
        number(transfer, "position"),
        transfer.path("id").asString(),
        transfer.path("kind").asString(),
        text(transfer, "decline_code"),
        text(transfer, "merchant_id"),
        text(transfer, "reverses"),
        text(transfer, "hold_id"),
        text(transfer, "reason"),
        text(transfer, "fingerprint"),
        text(transfer, "trace_id"),
        number(transfer, "created_at"),
        (int) number(transfer, "legs"),
        postings);
  }

  private static long number(JsonNode object, String name) {
    return Long.parseLong(object.path(name).asString());
  }

  private static @Nullable String text(JsonNode object, String name) {
    return object.path(name).isNull() ? null : object.path(name).asString();
  }

  static JsonNode load(String name) throws Exception {
    try (InputStream file =
        ProofVectorTests.class.getResourceAsStream("/contracts/account/" + name + ".json")) {
      return JsonMapper.shared().readTree(file);
    }
  }
}
