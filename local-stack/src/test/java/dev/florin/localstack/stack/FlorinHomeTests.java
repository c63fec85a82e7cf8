package dev.florin.localstack.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlorinHomeTests {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"logs", "run", "secrets"})
  void whatNobodyElseNeedsIsForTheOwnerAlone(String name) throws IOException {
    new FlorinHome(folder).create();

    assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aPrivateHomeCannotBeLookedAtAfterwards() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

    new FlorinHome(folder).create();

    for (Path path : new Path[] {folder, folder.resolve("data")}) {
      assertThat(Files.getPosixFilePermissions(path))
          .doesNotContain(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    }
  }
}
