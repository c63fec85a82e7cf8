package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The programs that run, each in a folder named by the hash of what it was made from: a new build
 * never changes files under a running process.
 */
final class ProgramFiles {
  private static final int HASH_LENGTH = 12;

  private final Path folder;

  ProgramFiles(Path folder) {
    this.folder = folder;
  }

  /** The folder of this program and these jars; it is filled when it is not there yet. */
  Path install(String program, List<Path> jars, Filling filling) {
    Path target = folder.resolve(program).resolve(hash(jars));
    if (Files.isDirectory(target)) {
      return target;
    }
    try {
      Path draft = Folders.draftOf(target);
      filling.fill(draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install " + program + " into " + target, e);
    }
  }

  /** Deletes all installations of a program but the one in use. */
  void keepOnly(String program, Path used) {
    try (Stream<Path> installations = Files.list(folder.resolve(program))) {
      for (Path installation : installations.filter(path -> !path.equals(used)).toList()) {
        Folders.deleteUnlessInUse(installation);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean " + folder.resolve(program), e);
    }
  }

  /** Copies files side by side; a library that is named twice is the same one. */
  static void copy(List<Path> files, Path folder) throws IOException {
    for (Path file : files) {
      Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Names, sizes and checksums of all entries: as good as the content, and read in no time. */
  static String hash(List<Path> jars) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path jar : jars) {
        digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        addEntries(digest, jar);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void addEntries(MessageDigest digest, Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream()
          .sorted(Comparator.comparing(ZipEntry::getName))
          .map(entry -> entry.getName() + " " + entry.getSize() + " " + entry.getCrc() + "\n")
          .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar + "; run `./florin up` to build it", e);
    }
  }

  @FunctionalInterface
  interface Filling {
    void fill(Path draft) throws IOException;
  }
}
