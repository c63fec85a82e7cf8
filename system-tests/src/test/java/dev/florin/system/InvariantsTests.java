package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/invariants.md names are there. */
class InvariantsTests {

  private static final Pattern NAMED =
      Pattern.compile("`(?:(?<type>\\w+(?:IT|Tests)))?(?:\\.(?<method>\\w+))?`");

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String line :
        DeploymentFiles.text(DeploymentFiles.path("docs/invariants.md")).lines().toList()) {
      String type = "";
      for (Matcher name = NAMED.matcher(line); name.find(); ) {
        type = name.group("type") == null ? type : name.group("type");
        String method = name.group("method");
        String source = sources.getOrDefault(type, "");
        named++;
        if (source.isEmpty() || (method != null && !source.contains(" " + method + "("))) {
          missing.add(type + (method == null ? "" : "." + method));
        }
      }
    }
    assertThat(named).isGreaterThan(200);
    assertThat(missing).isEmpty();
  }

  /** Test classes of all modules by name; those of one name are one. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(DeploymentFiles.path("."))) {
      for (Path module :
          modules.map(it -> it.resolve("src/test/java")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(module)) {
          for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
            String type = file.getFileName().toString().replace(".java", "");
            sources.merge(type, Files.readString(file), String::concat);
          }
        }
      }
    }
    return sources;
  }
}
