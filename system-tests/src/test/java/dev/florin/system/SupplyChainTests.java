package dev.florin.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.florin.localstack.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** S-11: what the services are made of, by their own bills of materials. */
class SupplyChainTests {

  /** Licences under which a part may be passed on beside the Apache licence; of several, one. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "EPL-2.0",
          "CC0-1.0",
          "Public Domain",
          "Bouncy Castle Licence");

  @ParameterizedTest
  @EnumSource
  void everyPartHasAnAllowedLicenceAndIsARelease(Service service) {
    Path bill =
        DeploymentFiles.path(
            service.module() + "/target/classes/META-INF/sbom/application.cdx.json");
    JsonNode components = DeploymentFiles.json(bill).path("components");

    assertThat(components).as("parts of " + service.module()).hasSizeGreaterThan(50);
    assertThat(breaches(components)).isEmpty();
  }

  @Test
  void anotherLicenceNoLicenceAndASnapshotAreFound() {
    JsonNode planted =
        JsonMapper.shared()
            .readTree(
                """
                [{"group": "a", "name": "copyleft", "version": "1",
                  "licenses": [{"license": {"id": "AGPL-3.0-only"}}]},
                 {"group": "a", "name": "none", "version": "1"},
                 {"group": "a", "name": "early", "version": "2-SNAPSHOT",
                  "licenses": [{"license": {"id": "MIT"}}]},
                 {"group": "a", "name": "either", "version": "1",
                  "licenses": [{"license": {"id": "LGPL-2.1-only"}}, {"license": {"id": "EPL-2.0"}}]},
                 {"group": "dev.florin", "name": "ours", "version": "1-SNAPSHOT",
                  "licenses": [{"license": {"id": "Apache-2.0"}}]}]""");

    assertThat(breaches(planted))
        .containsExactly(
            "a:copyleft has [AGPL-3.0-only]", "a:none has []", "a:early is 2-SNAPSHOT");
  }

  /** What the parent does not name comes from Maven Central and from nowhere else. */
  @Test
  void noModuleNamesARepositoryOfItsOwn() throws IOException {
    try (Stream<Path> files = Files.walk(DeploymentFiles.path("."), 2)) {
      List<Path> poms =
          files.filter(file -> file.getFileName().toString().equals("pom.xml")).toList();
      assertThat(poms).hasSizeGreaterThan(Service.values().length);
      for (Path pom : poms) {
        assertThat(Files.readString(pom)).as(pom.toString()).doesNotContain("epositories>");
      }
    }
  }

  private static List<String> breaches(JsonNode components) {
    List<String> breaches = new ArrayList<>();
    for (JsonNode component : components) {
      String name = component.path("group").asString("") + ":" + component.path("name").asString();
      List<String> licences = licences(component);
      if (licences.stream().noneMatch(ALLOWED::contains)) {
        breaches.add("%s has %s".formatted(name, licences));
      }
      String version = component.path("version").asString("");
      if (version.endsWith("-SNAPSHOT") && !name.startsWith("dev.florin:")) {
        breaches.add("%s is %s".formatted(name, version));
      }
    }
    return breaches;
  }

  private static List<String> licences(JsonNode component) {
    return component
        .path("licenses")
        .valueStream()
        .map(licence -> licence.path("license"))
        .map(licence -> licence.path("id").asString(licence.path("name").asString("")))
        .toList();
  }
}
