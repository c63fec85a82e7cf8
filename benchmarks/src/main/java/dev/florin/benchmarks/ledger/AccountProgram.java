package dev.florin.benchmarks.ledger;

import dev.florin.benchmarks.BenchmarkException;
import dev.florin.localstack.embedded.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The account service's executable jar, unpacked as the stack runs it. */
record AccountProgram(Path jar) {

  private static final String FILE = "account-service-0.1.0-SNAPSHOT.jar";

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Unpacks what the build left in the repository. */
  static AccountProgram unpack(Path repository, Path folder) {
    Path built = repository.resolve("account-service").resolve("target").resolve(FILE);
    try {
      Folders.delete(folder);
      Process process =
          new ProcessBuilder(
                  java().toString(),
                  "-Djarmode=tools",
                  "-jar",
                  built.toString(),
                  "extract",
                  "--destination",
                  folder.toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new BenchmarkException("cannot unpack " + built + ": " + output.strip());
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot unpack " + built + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted");
    }
    return new AccountProgram(folder.resolve(FILE));
  }
}
