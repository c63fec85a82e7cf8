package dev.florin.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** The files that are kept in the repository; written anew with {@code -Dflorin.docs=write}. */
final class Kept {

  static final String COMMAND = "./florin docs";

  private static final ObjectWriter WRITER = new JsonMapper().writerWithDefaultPrettyPrinter();
  private static final Path ROOT = Path.of("..");

  private Kept() {}

  static String read(String name) {
    try {
      return Files.readString(ROOT.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void isUpToDate(String name, JsonNode document) {
    DefaultIndenter indent = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
    isUpToDate(name, WRITER.with(printer).writeValueAsString(document) + "\n");
  }

  static void isUpToDate(String name, String text) {
    try {
      Path file = ROOT.resolve(name);
      if ("write".equals(System.getProperty("florin.docs"))) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      String kept = Files.exists(file) ? Files.readString(file) : "";
      assertThat(firstDifference(kept, text))
          .as("%s is not what the code says; write it anew: %s", name, COMMAND)
          .isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files are long: one line of them tells enough. */
  private static String firstDifference(String kept, String fresh) {
    if (kept.equals(fresh)) {
      return "";
    }
    List<String> before = kept.lines().toList();
    List<String> now = fresh.lines().toList();
    int same = 0;
    while (same < Math.min(before.size(), now.size()) && before.get(same).equals(now.get(same))) {
      same++;
    }
    return "line %d: %s, but now: %s".formatted(same + 1, line(before, same), line(now, same));
  }

  private static String line(List<String> lines, int number) {
    return number < lines.size() ? lines.get(number).strip() : "nothing";
  }
}
