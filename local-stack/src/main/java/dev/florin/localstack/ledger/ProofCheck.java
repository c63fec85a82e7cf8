package dev.florin.localstack.ledger;

import dev.florin.localstack.ledger.ProofReport.Failure;
import dev.florin.localstack.ledger.ProofReport.Part;
import java.math.BigInteger;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a proof by itself, with nothing but trusted keys. */
public final class ProofCheck {
  private static final String FORMAT = "florin.proof.v1";

  private static final List<String> TRANSFER_FIELDS =
      List.of(
          "position",
          "id",
          "kind",
          "decline_code",
          "merchant_id",
          "reverses",
          "hold_id",
          "reason",
          "fingerprint",
          "trace_id",
          "created_at",
          "legs");

  private static final List<String> POSTING_FIELDS =
      List.of(
          "leg",
          "account_id",
          "account_version",
          "direction",
          "amount",
          "currency",
          "balance_after");

  private static final List<String> HEAD_FIELDS =
      List.of(
          "previous_head",
          "number",
          "first_position",
          "last_position",
          "transfers",
          "root",
          "key_id",
          "sealed_at");

  private final TrustedKeys keys;

  /**
   * Prepares checks.
   *
   * @param keys the only ones that are believed
   */
  public ProofCheck(List<PublicKey> keys) {
    this.keys = new TrustedKeys(keys);
  }

  /**
   * Checks a proof as the API answers it.
   *
   * @throws IllegalArgumentException if the text is no proof
   */
  public ProofReport check(String json) {
    JsonNode proof = parse(json);
    JsonNode block = proof.path("block");
    List<Failure> failures = new ArrayList<>();
    checkTransfer(proof, failures);
    checkPath(proof, failures);
    checkHead(block, failures);
    checkSignature(block, failures);
    return new ProofReport(
        text(proof.path("transfer"), "id"),
        text(block, "number"),
        text(block, "sealed_at"),
        text(block, "key_id"),
        failures);
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode proof = JsonMapper.shared().readTree(json);
      if (!proof.path("format").asString("").equals(FORMAT)) {
        throw new IllegalArgumentException("this is not a proof in the format " + FORMAT);
      }
      return proof;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("this is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void checkTransfer(JsonNode proof, List<Failure> failures) {
    JsonNode transfer = proof.path("transfer");
    Digests.Fields fields = Digests.leaf();
    TRANSFER_FIELDS.forEach(name -> fields.add(nullable(transfer, name)));
    BigInteger net = BigInteger.ZERO;
    for (JsonNode posting : transfer.path("postings")) {
      POSTING_FIELDS.forEach(name -> fields.add(text(posting, name)));
      BigInteger amount = new BigInteger(text(posting, "amount"));
      net = text(posting, "direction").equals("credit") ? net.add(amount) : net.subtract(amount);
    }
    if (!Digests.hex(fields.hash()).equals(text(proof, "leaf_hash"))) {
      failures.add(
          new Failure(Part.TRANSFER, "the transfer does not have the hash that the proof names"));
    }
    if (!text(transfer, "legs").equals(Integer.toString(transfer.path("postings").size()))) {
      failures.add(new Failure(Part.TRANSFER, "the transfer does not have the legs it announces"));
    }
    if (net.signum() != 0) {
      failures.add(new Failure(Part.TRANSFER, "the transfer's debits differ from its credits"));
    }
  }

  private static void checkPath(JsonNode proof, List<Failure> failures) {
    JsonNode block = proof.path("block");
    try {
      List<TreeRoot.Sibling> path =
          proof
              .path("audit_path")
              .valueStream()
              .map(
                  step ->
                      new TreeRoot.Sibling(text(step, "side").equals("left"), text(step, "hash")))
              .toList();
      byte[] root =
          TreeRoot.of(
              HexFormat.of().parseHex(text(proof, "leaf_hash")),
              proof.path("leaf_index").asInt(-1),
              Integer.parseInt(text(block, "transfers")),
              path);
      if (!Digests.hex(root).equals(text(block, "root"))) {
        failures.add(
            new Failure(Part.AUDIT_PATH, "the path does not lead to the root of the block"));
      }
    } catch (IllegalArgumentException e) {
      failures.add(new Failure(Part.AUDIT_PATH, "the path is broken: " + e.getMessage()));
    }
  }

  private static void checkHead(JsonNode block, List<Failure> failures) {
    Digests.Fields fields = Digests.head();
    HEAD_FIELDS.forEach(name -> fields.add(text(block, name)));
    if (!Digests.hex(fields.hash()).equals(text(block, "head"))) {
      failures.add(new Failure(Part.BLOCK, "the fields of the block do not give its head"));
    }
  }

  private void checkSignature(JsonNode block, List<Failure> failures) {
    String keyId = text(block, "key_id");
    PublicKey key = keys.find(keyId);
    if (key == null) {
      failures.add(new Failure(Part.KEY, "key %s is not trusted".formatted(keyId)));
      return;
    }
    if (!isSame(key, text(block, "public_key"))) {
      failures.add(
          new Failure(Part.KEY, "the embedded key is not the trusted key %s".formatted(keyId)));
    }
    if (!TrustedKeys.signed(key, text(block, "head"), text(block, "signature"))) {
      failures.add(
          new Failure(
              Part.SIGNATURE,
              "the signature is not that of key %s over the head".formatted(keyId)));
    }
  }

  private static boolean isSame(PublicKey key, String embedded) {
    try {
      return key.equals(SealKeys.publicKey(embedded));
    } catch (IllegalArgumentException _) {
      // What is no key is not this key.
      return false;
    }
  }

  private static String text(JsonNode object, String name) {
    String value = nullable(object, name);
    if (value == null) {
      throw new IllegalArgumentException("the proof has no " + name);
    }
    return value;
  }

  private static @Nullable String nullable(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw new IllegalArgumentException("in the proof %s is not a string".formatted(name));
    }
    return value.asString();
  }
}
