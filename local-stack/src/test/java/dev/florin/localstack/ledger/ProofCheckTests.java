package dev.florin.localstack.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.florin.localstack.ledger.ProofReport.Failure;
import dev.florin.localstack.ledger.ProofReport.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ProofCheckTests {
  private static final String POSTED = "proof-posted";

  @ParameterizedTest
  @ValueSource(strings = {"proof-posted", "proof-declined", "proof-reversal", "proof-odd"})
  void theExamplesHold(String name) {
    ProofReport report = check(proof(name));

    assertThat(report.failures()).isEmpty();
    assertThat(report.holds()).isTrue();
    assertThat(report.block()).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "transfer, /transfer, position",
    "transfer, /transfer, id",
    "transfer, /transfer, kind",
    "transfer, /transfer, decline_code",
    "transfer, /transfer, merchant_id",
    "transfer, /transfer, reverses",
    "transfer, /transfer, hold_id",
    "transfer, /transfer, reason",
    "transfer, /transfer, fingerprint",
    "transfer, /transfer, trace_id",
    "transfer, /transfer, created_at",
    "transfer, /transfer, legs",
    "transfer, /transfer/postings/0, leg",
    "transfer, /transfer/postings/0, account_id",
    "transfer, /transfer/postings/0, account_version",
    "transfer, /transfer/postings/0, amount",
    "transfer, /transfer/postings/1, direction",
    "transfer, /transfer/postings/1, currency",
    "transfer, /transfer/postings/1, balance_after",
    "audit_path, '', leaf_hash",
    "audit_path, /audit_path/0, hash",
    "audit_path, /audit_path/0, side",
    "audit_path, /block, root",
    "block, /block, number",
    "block, /block, first_position",
    "block, /block, last_position",
    "block, /block, previous_head",
    "block, /block, sealed_at",
    "block, /block, head",
    "key, /block, public_key",
    "key, /block, key_id",
    "signature, /block, signature"
  })
  void whatIsChangedIsNamed(String part, String object, String field) {
    JsonNode proof = proof(POSTED);
    ((ObjectNode) proof.at(object)).put(field, "31");

    assertThat(check(proof).failures()).extracting(failure -> failure.part().code()).contains(part);
  }

  @Test
  void noFieldOfABlockCanBeMovedToAnotherSize() {
    JsonNode proof = proof(POSTED);
    ((ObjectNode) proof.path("block")).put("transfers", "6");

    assertThat(check(proof).failures()).extracting(Failure::part).contains(Part.BLOCK);
  }

  @Test
  void thePlaceInTheBlockCannotBeChosen() {
    JsonNode proof = proof(POSTED);
    ((ObjectNode) proof).put("leaf_index", 2);

    assertThat(check(proof).failures()).extracting(Failure::part).containsExactly(Part.AUDIT_PATH);
  }

  @Test
  void aPostingThatIsLeftOutIsMissed() {
    JsonNode proof = proof(POSTED);
    ((ArrayNode) proof.path("transfer").path("postings")).remove(0);

    assertThat(check(proof).failures()).extracting(Failure::part).containsOnly(Part.TRANSFER);
  }

  @Test
  void aProofThatBringsItsOwnKeyIsRefused() {
    PublicKey other = SealKeys.publicKeyOf(SealKeys.generate());

    ProofReport report = new ProofCheck(List.of(other)).check(proof(POSTED).toString());

    assertThat(report.failures()).extracting(Failure::part).containsExactly(Part.KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"format\":\"florin.proof.v2\"}",
        "{\"format\":\"florin.proof.v1\"}",
        "{\"code\":\"not_sealed_yet\"}"
      })
  void whatIsNoProofIsAMistakeOfUse(String text) {
    assertThatThrownBy(() -> new ProofCheck(List.of()).check(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ProofReport check(JsonNode proof) {
    return new ProofCheck(List.of(key())).check(proof.toString());
  }

  static PublicKey key() {
    return SealKeys.publicKey(example(POSTED).at("/proof/block/public_key").asString());
  }

  static JsonNode proof(String name) {
    return example(name).path("proof");
  }

  private static JsonNode example(String name) {
    try (InputStream file =
        ProofCheckTests.class.getResourceAsStream("/contracts/account/" + name + ".json")) {
      return JsonMapper.shared().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
