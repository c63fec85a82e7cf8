package dev.florin.benchmarks.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.florin.benchmarks.BenchmarkException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgbenchTests {

  @TempDir private Path folder;

  @Test
  void isFoundInTheFirstFolderThatHasIt() throws Exception {
    Path program =
        Files.createFile(
            folder.resolve("pgbench"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    assertThat(Pgbench.find(List.of(folder.resolve("nothing"), folder))).isEqualTo(program);
  }

  @Test
  void whereItIsMissingThePackageIsNamed() {
    assertThatExceptionOfType(BenchmarkException.class)
        .isThrownBy(() -> Pgbench.find(List.of(folder)))
        .withMessageContaining("apt-get install postgresql");
  }
}
