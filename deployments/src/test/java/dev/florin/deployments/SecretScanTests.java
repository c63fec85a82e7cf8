package dev.florin.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No file of the project holds a secret. */
class SecretScanTests {
  private static final Map<String, Pattern> SECRETS =
      Map.of(
          "private key",
              Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s*[A-Za-z0-9+/=\\s]{40}"),
          "AWS key", Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
          "GitHub token", Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{36}"),
          "Slack token", Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{10,}"),
          "Google key", Pattern.compile("\\bAIza[0-9A-Za-z_-]{35}"),
          "payment provider's key", Pattern.compile("\\b[rs]k_live_[0-9A-Za-z]{10,}"),
          "token",
              Pattern.compile(
                  "\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{20,}"),
          "callback or client secret",
              Pattern.compile("whsec_[A-Za-z0-9+/]{24,}|\\bflorin_secret_[A-Za-z0-9_-]{43}"),
          "password in an address", Pattern.compile("://[\\w.-]*:[^@\\s/${}\"'<>%]{4,}@[\\w.-]+"),
          "password",
              Pattern.compile(
                  "(?i)\\b(?:password|client[_-]?secret|api[_-]?key)\\s*[:=]\\s*[\"']?[A-Za-z0-9+/_-]{24,}"));

  /** What looks like one and opens nothing, by the end of its path. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "channel/ChannelIntegration.java", "whsec_MDEyMzQ1Njc4OWFiY2RlZj",
          "sandbox/SandboxIntegration.java", "whsec_MDEyMzQ1Njc4OWFiY2RlZj",
          "deployments/docker/training.options", "whsec_dHJhaW5pbmd0cmFpbmluZ3");

  private static final Set<String> SKIPPED =
      Set.of(".git", ".florin", "target", ".idea", "node_modules");

  @Test
  void noFileHoldsASecret() throws IOException {
    Path root = Tree.root();
    List<Path> files = files(root);
    List<String> findings = new ArrayList<>();
    for (Path file : files) {
      String path = root.relativize(file).toString();
      scan(text(file))
          .filter(finding -> !isKnown(path, finding))
          .map(finding -> path + ": " + finding)
          .forEach(findings::add);
    }

    assertThat(files).contains(root.resolve("pom.xml"));
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN %s KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7",
        "aws_access_key_id = AK%sIA0123456789ABCDEF",
        "redis://:s3cr%set@redis.example.com:6379",
        "jdbc:postgresql://florin:hunt%ser22@db/florin",
        "the secret is florin_sec%sret_0123456789012345678901234567890123456789012",
        "callback-secret: whs%sec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3",
        "password: 60d1c9%s0a2b7f44e1b2a79d5c1f3e8a90",
        "token: ey%sJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJVU0VSXzEifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ"
      })
  void plantedSecretIsFound(String halves) {
    String secret = halves.replace("%s", halves.startsWith("-----") ? "PRIVATE" : "");

    assertThat(scan(secret)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://redis:6379",
        "jdbc:postgresql://postgres:5432/florin_payment",
        "password: ${SPRING_DATASOURCE_PASSWORD}",
        "http://127.0.0.1:8080/api@v1"
      })
  void addressesAndPlaceholdersAreNoSecrets(String text) {
    assertThat(scan(text)).isEmpty();
  }

  private static Stream<String> scan(String text) {
    return SECRETS.entrySet().stream()
        .flatMap(
            kind ->
                kind.getValue()
                    .matcher(text)
                    .results()
                    .map(hit -> kind.getKey() + " " + hit.group().lines().findFirst().orElse("")));
  }

  private static boolean isKnown(String path, String finding) {
    return KNOWN.entrySet().stream()
        .anyMatch(known -> path.endsWith(known.getKey()) && finding.contains(known.getValue()));
  }

  /** What git tracks or would track; all files where there is no repository. */
  private static List<Path> files(Path root) throws IOException {
    if (!Files.exists(root.resolve(".git"))) {
      return walk(root);
    }
    Process git =
        new ProcessBuilder("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Stream.of(names.split("\0", -1))
        .filter(name -> !name.isEmpty())
        .map(root::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> walk(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** Byte for byte, so that files which are no text are read as well. */
  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
