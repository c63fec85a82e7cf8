package dev.florin.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.ledger.SealKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class VerifyCommandTests {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private JsonNode proof = JsonMapper.shared().createObjectNode();
  private Path key = Path.of("");

  @BeforeEach
  void saveAProofAndItsKey() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("/contracts/account/proof-odd.json")) {
      proof = JsonMapper.shared().readTree(file).path("proof");
    }
    key = folder.resolve("key.pem");
    Files.writeString(
        key, SealKeys.pem(SealKeys.publicKey(proof.at("/block/public_key").asString())));
  }

  @Test
  void aProofIsCheckedWithoutAStack() throws IOException {
    assertThat(verify("--proof", save(), "--key", key.toString())).isZero();
    assertThat(out.toString()).contains("The proof holds", "0198c1a4:capture", "block 3");
  }

  @Test
  void whatDoesNotHoldIsNamed() throws IOException {
    ((ObjectNode) proof.at("/transfer/postings/0")).put("amount", "501");

    assertThat(verify("--proof", save(), "--key", key.toString())).isEqualTo(ExitCodes.NOT_INTACT);
    assertThat(out.toString()).contains("does NOT hold", "transfer: ");
  }

  @Test
  void programsGetJson() throws IOException {
    ((ObjectNode) proof.path("block")).put("signature", "00");

    assertThat(verify("--json", "--proof", save(), "--key", key.toString()))
        .isEqualTo(ExitCodes.NOT_INTACT);
    JsonNode answer = JsonMapper.shared().readTree(out.toString());
    assertThat(answer.path("intact").asBoolean()).isFalse();
    assertThat(answer.at("/failures/0/part").asString()).isEqualTo("signature");
  }

  @Test
  void aKeyThatIsNotTrustedMakesNoProof() throws IOException {
    Files.writeString(key, SealKeys.pem(SealKeys.publicKeyOf(SealKeys.generate())));

    assertThat(verify("--proof", save(), "--key", key.toString())).isEqualTo(ExitCodes.NOT_INTACT);
    assertThat(out.toString()).contains("key: ", "is not trusted");
  }

  @Test
  void anUnknownKeyIdAndAMissingFileAreMistakesOfUse() throws IOException {
    assertThat(verify("--proof", save(), "--key", "0000000000000000")).isEqualTo(ExitCodes.USAGE);
    assertThat(verify("--proof", folder.resolve("none").toString(), "--key", key.toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("0000000000000000", "there is no file");
  }

  private String save() throws IOException {
    Path file = folder.resolve("proof.json");
    Files.writeString(file, proof.toString());
    return file.toString();
  }

  private int verify(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "verify";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Florin.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(command);
  }
}
