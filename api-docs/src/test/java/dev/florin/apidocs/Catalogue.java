package dev.florin.apidocs;

import dev.florin.web.problem.Certainty;
import dev.florin.web.problem.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of {@code docs/api/errors.md}: each section's errors as their enums have them. */
final class Catalogue {

  private static final String GATEWAY = "dev.florin.gateway";

  /** Each section and the packages of its errors. */
  private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

  static {
    SECTIONS.put("Every service", List.of("dev.florin.web"));
    SECTIONS.put("Gateway", List.of(GATEWAY));
    SECTIONS.put("Payments", List.of("dev.florin.payment"));
    SECTIONS.put("Accounts", List.of("dev.florin.account"));
    SECTIONS.put("Risk and channels", List.of("dev.florin.risk", "dev.florin.channel"));
    SECTIONS.put("Identity", List.of("dev.florin.identity"));
  }

  private static final String HEAD =
      "| code | status | certainty | retryable | meaning | what to do |\n|---|---|---|---|---|---|\n";

  private Catalogue() {}

  /** The same page with each section's table as the code has it now. */
  static String refresh(String page, SourceDocs docs) {
    String fresh = page;
    for (var section : SECTIONS.entrySet()) {
      int heading = fresh.indexOf("## " + section.getKey() + "\n");
      int begin = fresh.indexOf(HEAD, heading);
      if (heading < 0 || begin < 0) {
        throw new IllegalStateException("errors.md lacks the table of: " + section.getKey());
      }
      int end = begin + HEAD.length();
      while (fresh.startsWith("|", end)) {
        end = fresh.indexOf('\n', end) + 1;
      }
      String rows =
          section.getValue().stream()
              .flatMap(Catalogue::errorsIn)
              .map(error -> row(error, docs))
              .collect(Collectors.joining());
      fresh = fresh.substring(0, begin) + HEAD + rows + fresh.substring(end);
    }
    return fresh;
  }

  /** What the error means: the first paragraph of its Javadoc. */
  static String meaning(SourceDocs docs, ErrorCode error) {
    return paragraphs(docs, error)[0];
  }

  /** An error of the gateway's own, or null. */
  static @Nullable ErrorCode ofGateway(String code) {
    return errorsIn(GATEWAY).filter(it -> it.code().equals(code)).findFirst().orElse(null);
  }

  private static String row(ErrorCode error, SourceDocs docs) {
    String[] text = paragraphs(docs, error);
    return "| `%s` | %d | %s | %s | %s | %s |%n"
        .formatted(
            error.code(),
            error.status().value(),
            error.certainty() == Certainty.AMBIGUOUS ? "**ambiguous**" : "definitive",
            error.retryable() ? "yes" : "no",
            phrase(text[0]),
            phrase(text[1]));
  }

  private static String[] paragraphs(SourceDocs docs, ErrorCode error) {
    String text = docs.ofConstant((Enum<?>) error);
    String[] paragraphs = text == null ? new String[0] : text.split("\n\n", -1);
    if (paragraphs.length != 2) {
      throw new IllegalStateException(
          error.getClass().getName()
              + "."
              + error.name()
              + " needs a Javadoc of two paragraphs: what it means, and what to do");
    }
    return paragraphs;
  }

  /** As a table has it: without the capital and the full stop of a sentence. */
  private static String phrase(String sentence) {
    String open = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return Character.isUpperCase(open.charAt(0)) && !Character.isUpperCase(open.charAt(1))
        ? Character.toLowerCase(open.charAt(0)) + open.substring(1)
        : open;
  }

  private static Stream<ErrorCode> errorsIn(String root) {
    return Service.scan(
            root, new org.springframework.core.type.filter.AssignableTypeFilter(ErrorCode.class))
        .flatMap(type -> Stream.of(type.getEnumConstants()))
        .map(ErrorCode.class::cast);
  }
}
