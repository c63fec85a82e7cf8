package dev.florin.localstack.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Work on whole folders that {@link Files} does not offer. */
public final class Folders {

  private Folders() {}

  /**
   * A new folder beside the target in which to prepare it, readable by its owner only. What earlier
   * ones left behind is deleted.
   */
  public static Path draftOf(Path target) throws IOException {
    Path parent = Files.createDirectories(Objects.requireNonNull(target.getParent()));
    String prefix = target.getFileName() + ".draft";
    try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path draft : abandoned) {
        deleteUnlessInUse(draft);
      }
    }
    return Files.createTempDirectory(parent, prefix + "-");
  }

  /**
   * Deletes a folder, or as much of it as can be while a process that outlived its launcher still
   * writes there; the rest is left for the next time.
   *
   * @return whether it is gone
   */
  public static boolean deleteUnlessInUse(Path folder) {
    try {
      delete(folder);
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  /** Deletes a folder and all that is in it; a folder that is not there is no error. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
