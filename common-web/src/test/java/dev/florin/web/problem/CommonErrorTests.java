package dev.florin.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The documented errors are the ones that exist. */
class CommonErrorTests {

  private static final Path DOCUMENT = Path.of("..", "docs", "api", "errors.md");

  @Test
  void everyErrorStandsInTheDocumentAsItIs() throws IOException {
    String text = Files.readString(DOCUMENT);
    int begin = text.indexOf("## Every service");
    String section = text.substring(begin, text.indexOf("\n## ", begin));

    List<String> documented = section.lines().filter(line -> line.startsWith("| `")).toList();

    assertThat(documented)
        .zipSatisfy(
            Arrays.stream(CommonError.values()).map(CommonErrorTests::row).toList(),
            (line, row) -> assertThat(line).startsWith(row));
  }

  private static String row(CommonError error) {
    return "| `%s` | %d | %s | %s |"
        .formatted(
            error.code(),
            error.status().value(),
            error.certainty() == Certainty.AMBIGUOUS ? "**ambiguous**" : "definitive",
            error.retryable() ? "yes" : "no");
  }
}
