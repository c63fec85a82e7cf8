package dev.florin.localstack.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a verification believes without asking the ledger: the public keys of this home, one file
 * each, and the last head that was found intact, without which a ledger whose newest blocks are cut
 * off looks like a shorter one.
 */
public final class SealTrust {
  private static final String KEY_FILE = ".pem";
  private static final String LAST_HEAD = "last-head.json";

  private final Path folder;

  /**
   * The trust of a home.
   *
   * @param folder need not exist
   */
  public SealTrust(Path folder) {
    this.folder = folder;
  }

  /** The end of a chain of blocks. */
  public record Head(long number, String head) {}

  /** Believes a key from now on. */
  public void trust(PublicKey key) {
    Path file = folder.resolve(SealKeys.id(key) + KEY_FILE);
    if (!Files.exists(file)) {
      write(file, SealKeys.pem(key));
    }
  }

  /** All keys that are believed. */
  public List<PublicKey> keys() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(KEY_FILE))
          .sorted()
          .map(file -> SealKeys.publicKey(read(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /** Where the chain ended when it was last found intact. */
  public Optional<Head> lastHead() {
    Path file = folder.resolve(LAST_HEAD);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode json = JsonMapper.shared().readTree(read(file));
    return Optional.of(new Head(json.path("number").asLong(), json.path("head").asString()));
  }

  /** Remembers where the chain ends. */
  public void remember(Head head) {
    write(
        folder.resolve(LAST_HEAD),
        JsonMapper.shared()
                .createObjectNode()
                .put("number", head.number())
                .put("head", head.head())
                .toString()
            + "\n");
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, ".", ".draft");
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
