package dev.florin.localstack.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that holds everything of one stack: data, secrets, logs, programs. */
public record FlorinHome(Path root) {
  public FlorinHome {
    root = root.toAbsolutePath().normalize();
  }

  public Path data(String part) {
    return root.resolve("data").resolve(part);
  }

  public Path log(String part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  public Path data() {
    return root.resolve("data");
  }

  Path servers() {
    return root.resolve("servers");
  }

  Path applications() {
    return root.resolve("apps");
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  Path run(String file) {
    return root.resolve("run").resolve(file);
  }

  /** Makes the folders; PostgreSQL may run as somebody else, so the root can be entered. */
  void create() {
    try {
      for (String folder : new String[] {"data", "logs", "servers", "apps", "run", "secrets"}) {
        Files.createDirectories(root.resolve(folder));
      }
      for (Path entered : new Path[] {root, data(), servers()}) {
        Files.setPosixFilePermissions(entered, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.setPosixFilePermissions(secrets(), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + root, e);
    }
  }
}
