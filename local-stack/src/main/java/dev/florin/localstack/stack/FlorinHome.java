package dev.florin.localstack.stack;

import dev.florin.localstack.embedded.PostgresServer;
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

  /**
   * Makes the folders, for their owner alone; only the servers' programs can be read by all. Where
   * PostgreSQL runs as somebody else, the way to it can be passed but not looked at.
   */
  void create() {
    try {
      for (String folder : new String[] {"data", "logs", "servers", "apps", "run", "secrets"}) {
        Files.createDirectories(root.resolve(folder));
      }
      for (String folder : new String[] {"logs", "run", "secrets"}) {
        allow(root.resolve(folder), "rwx------");
      }
      allow(servers(), "rwxr-xr-x");
      if (PostgresServer.runsAsAnotherUser()) {
        allow(root, "rwx--x--x");
        allow(data(), "rwx--x--x");
      } else {
        allow(data(), "rwx------");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folder " + root, e);
    }
  }

  private static void allow(Path folder, String permissions) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }
}
