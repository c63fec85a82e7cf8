package dev.florin.localstack.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that decides how a process runs.
 *
 * @param marker one whole argument of the command line that no other process on the machine has
 * @param niceness how much it gives way to others when processors are short, 0 to 19; added to the
 *     launcher's
 * @param environment added to the launcher's own
 */
public record Launch(
    String marker,
    int niceness,
    List<String> command,
    SortedMap<String, String> environment,
    Path folder) {
  /** What follows makes a JVM start faster; what runs is the same with and without it. */
  private static final String CACHE_OPTION = "-XX:AOTCache=";

  private static final int FINGERPRINT_LENGTH = 16;

  /** A third of the processor time of one that does not, while both want it. */
  private static final int GIVING_WAY = 5;

  public Launch {
    command = List.copyOf(command);
    environment = new TreeMap<>(environment);
    if (!command.contains(marker)) {
      throw new IllegalArgumentException("the command does not carry its marker " + marker);
    }
  }

  public Launch(String marker, List<String> command, Map<String, String> environment, Path folder) {
    this(marker, 0, command, new TreeMap<>(environment), folder);
  }

  /** The same, for a process that gives way to those that must answer at once. */
  public Launch givingWay() {
    return new Launch(marker, GIVING_WAY, command, environment, folder);
  }

  /** Two launches with the same fingerprint run the same program in the same way. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String words =
          command.stream()
              .filter(word -> !word.startsWith(CACHE_OPTION))
              .collect(Collectors.joining("\n"));
      String text = words + "\n" + niceness + "\n" + environment + "\n" + folder;
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, FINGERPRINT_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Without the environment: it holds passwords. */
  @Override
  public String toString() {
    return "Launch[" + marker + "]";
  }
}
