package dev.florin.localstack.embedded;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A folder that holds the servers' executables. Each is unpacked once and then shared by all who
 * name the same folder; a half-unpacked server is never seen, not even after a crash.
 */
public final class UnpackedServers {
  private static final String POSTGRES_VERSION = "18.6.0";
  private static final int OWNER_EXECUTES = 0100;

  private final Path folder;

  public UnpackedServers(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** The unpacked PostgreSQL; its programs are in {@code bin}. */
  public Path postgres() {
    String archive = Platform.current().postgresArchive();
    return once("postgres-" + POSTGRES_VERSION, target -> untar(archive, target));
  }

  /** The Redis server's executable. */
  public Path redis() {
    String executable = Platform.current().redisExecutable();
    return once(executable, target -> copyRedis(executable, target)).resolve("redis-server");
  }

  private Path once(String name, Filling filling) {
    Path target = folder.resolve(name);
    if (Files.isDirectory(target)) {
      return target;
    }
    try {
      makeEnterable(Files.createDirectories(folder));
      Path draft = makeEnterable(Files.createTempDirectory(folder, name + "-"));
      filling.fill(draft);
      moveInto(target, draft);
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + name + " into " + folder, e);
    }
  }

  /** Another process may have been faster: its copy is as good as ours. */
  private static void moveInto(Path target, Path draft) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.isDirectory(target)) {
        throw e;
      }
      Folders.delete(draft);
    }
  }

  private static void untar(String archive, Path target) throws IOException {
    try (InputStream resource = resource(archive);
        InputStream plain = new XZCompressorInputStream(new BufferedInputStream(resource));
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("the archive's entry " + entry.getName() + " leaves its folder");
    }
    if (entry.isDirectory()) {
      makeEnterable(Files.createDirectories(path));
      return;
    }
    makeEnterable(Files.createDirectories(path.resolveSibling("")));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean executable = (entry.getMode() & OWNER_EXECUTES) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static void copyRedis(String name, Path target) throws IOException {
    Path executable = target.resolve("redis-server");
    try (InputStream resource = resource(name)) {
      Files.copy(resource, executable);
    }
    makeEnterable(executable);
  }

  private static InputStream resource(String name) throws IOException {
    InputStream resource = UnpackedServers.class.getResourceAsStream("/" + name);
    if (resource == null) {
      throw new FileNotFoundException(name + " is not on the class path");
    }
    return resource;
  }

  /** Whatever the umask says: PostgreSQL may have to run as somebody else. */
  private static Path makeEnterable(Path path) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @FunctionalInterface
  private interface Filling {
    void fill(Path target) throws IOException;
  }
}
