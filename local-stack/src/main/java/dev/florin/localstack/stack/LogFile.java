package dev.florin.localstack.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a part's log says about its end. */
final class LogFile {
  private static final int TAIL_BYTES = 64 << 10;
  private static final Pattern TROUBLE =
      Pattern.compile("ERROR|FATAL|Caused by|Exception|Error:|error:");
  private static final String EXPLANATION = "Description:";

  private LogFile() {}

  /** Spring Boot's own explanation, else the last line that speaks of trouble, else the last. */
  static String lastRelevantLine(Path log) {
    List<String> lines = tail(log).lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    if (lines.isEmpty()) {
      return "(it wrote no log)";
    }
    int explanation = lines.lastIndexOf(EXPLANATION);
    if (explanation >= 0 && explanation + 1 < lines.size()) {
      return lines.get(explanation + 1);
    }
    return lines.reversed().stream()
        .filter(line -> TROUBLE.matcher(line).find())
        .findFirst()
        .orElse(lines.getLast());
  }

  private static String tail(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long start = Math.max(0, file.length() - TAIL_BYTES);
      file.seek(start);
      byte[] bytes = new byte[(int) (file.length() - start)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
