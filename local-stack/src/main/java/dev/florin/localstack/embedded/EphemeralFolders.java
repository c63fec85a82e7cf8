package dev.florin.localstack.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where the servers of a test run keep their files: below the temporary directory. */
final class EphemeralFolders {
  private EphemeralFolders() {}

  /** The executables, shared by all test runs of this user. */
  static UnpackedServers servers() throws IOException {
    String user = System.getProperty("user.name");
    Path shared = temporary().resolve("florin-servers-" + user);
    if (Files.notExists(shared)) {
      Files.createDirectories(shared);
    }
    if (!Files.getOwner(shared).getName().equals(user)) {
      return new UnpackedServers(own("servers"));
    }
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new UnpackedServers(shared);
  }

  /** A folder of this run alone. */
  static Path own(String name) throws IOException {
    return Files.createTempDirectory(temporary(), "florin-" + name + "-");
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }
}
