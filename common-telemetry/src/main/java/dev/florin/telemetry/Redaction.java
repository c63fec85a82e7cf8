package dev.florin.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes secrets and card numbers out of telemetry: the last line of defence, after not recording
 * them at all.
 *
 * <p>A card number is 13 to 19 digits, alone or in groups parted by single blanks or hyphens, that
 * stand by themselves, begin with 2 to 6 (the issuers of payment cards; timestamps begin with 1)
 * and pass the Luhn check. Other numbers may stand beside it, parted in the same way; it is then
 * told from dates and small amounts by its groups, which are longer. Text without one is returned
 * as it is, not copied.
 */
final class Redaction {

  static final String MASK = "[redacted]";

  private static final int MIN_CARD_DIGITS = 13;
  private static final int MAX_CARD_DIGITS = 19;

  /** A card number among other numbers has no shorter groups: 4-4-4-4, 4-6-5, 4-4-4-4-3. */
  private static final int MIN_FIRST_GROUP = 4;

  private static final int MIN_GROUP = 3;

  private static final int MAX_REMEMBERED_KEYS = 2_000;

  private static final List<String> SENSITIVE_PARTS =
      List.of(
          "authorization",
          "password",
          "passwd",
          "secret",
          "token",
          "credential",
          "cookie",
          "apikey",
          "privatekey",
          "signingkey",
          "cardnumber",
          "cvc",
          "cvv");

  private static final Map<String, Boolean> SENSITIVE_KEYS = new ConcurrentHashMap<>();

  private Redaction() {}

  /** Whether the name of an attribute, header or query parameter announces a secret. */
  static boolean isSensitiveKey(String key) {
    Boolean known = SENSITIVE_KEYS.get(key);
    if (known != null) {
      return known;
    }
    boolean sensitive = computeSensitiveKey(key);
    if (SENSITIVE_KEYS.size() < MAX_REMEMBERED_KEYS) {
      SENSITIVE_KEYS.put(key, sensitive);
    }
    return sensitive;
  }

  private static boolean computeSensitiveKey(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.equals("pan") || lower.endsWith(".pan") || lower.endsWith("_pan")) {
      return true;
    }
    String letters = lower.replaceAll("[^a-z]", "");
    return SENSITIVE_PARTS.stream().anyMatch(letters::contains);
  }

  /** The text with every card number masked. */
  static String clean(String text) {
    int length = text.length();
    StringBuilder cleaned = null;
    int copied = 0;
    int index = 0;
    while (index <= length - MIN_CARD_DIGITS) {
      if (!isDigit(text.charAt(index))) {
        index++;
        continue;
      }
      int run = index;
      int end = endOfRun(text, run);
      while (end - index >= MIN_CARD_DIGITS) {
        int card = endOfCardNumber(text, run, index, end);
        if (card > copied) {
          cleaned = cleaned == null ? new StringBuilder(length) : cleaned;
          if (index >= copied) {
            cleaned.append(text, copied, index).append(MASK);
          }
          copied = card;
        }
        index = endOfGroup(text, index, end) + 1;
      }
      index = end;
    }
    return cleaned == null ? text : cleaned.append(text, copied, length).toString();
  }

  /** The attributes with sensitive keys and card numbers masked; the same object if none. */
  static Attributes clean(Attributes attributes) {
    Attributes[] cleaned = {attributes};
    AttributesBuilder[] builder = {null};
    attributes.forEach(
        (key, value) -> {
          if (isUnsafe(key, value)) {
            builder[0] = builder[0] == null ? cleaned[0].toBuilder() : builder[0];
            mask(builder[0], key, value);
          }
        });
    return builder[0] == null ? attributes : builder[0].build();
  }

  private static boolean isUnsafe(AttributeKey<?> key, Object value) {
    return isSensitiveKey(key.getKey()) || !cleanValue(value).equals(value);
  }

  private static void mask(AttributesBuilder builder, AttributeKey<?> key, Object value) {
    builder.remove(key);
    Object cleaned = isSensitiveKey(key.getKey()) ? MASK : cleanValue(value);
    builder.put(key.getKey(), cleaned.toString());
  }

  private static Object cleanValue(Object value) {
    return switch (value) {
      case String text -> clean(text);
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof String -> {
        String text = list.toString();
        String cleaned = clean(text);
        yield cleaned.equals(text) ? list : cleaned;
      }
      default -> value;
    };
  }

  private static int endOfRun(String text, int start) {
    int end = start + 1;
    while (end < text.length()) {
      char next = text.charAt(end);
      if (isDigit(next)) {
        end++;
      } else if ((next == ' ' || next == '-')
          && end + 1 < text.length()
          && isDigit(text.charAt(end + 1))) {
        end += 2;
      } else {
        break;
      }
    }
    return end;
  }

  private static int endOfGroup(String text, int start, int runEnd) {
    int end = start;
    while (end < runEnd && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Where the longest card number ends that begins with this group of the run; 0 if none does. */
  private static int endOfCardNumber(String text, int run, int start, int runEnd) {
    char first = text.charAt(start);
    if (first < '2'
        || first > '6'
        || (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1)))) {
      return 0;
    }
    int found = 0;
    boolean longGroups = true;
    int group = start;
    while (group < runEnd && group - start < 2 * MAX_CARD_DIGITS) {
      int end = endOfGroup(text, group, runEnd);
      longGroups &= end - group >= (group == start ? MIN_FIRST_GROUP : MIN_GROUP);
      boolean wholeRun = start == run && end == runEnd;
      if ((longGroups || wholeRun) && isCardNumber(text, start, end)) {
        found = end;
      }
      group = end + 1;
    }
    return found;
  }

  private static boolean isCardNumber(String text, int start, int end) {
    return end - start >= MIN_CARD_DIGITS
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))
        && passesLuhn(text, start, end);
  }

  private static boolean passesLuhn(String text, int start, int end) {
    int digits = 0;
    int sum = 0;
    for (int i = end - 1; i >= start; i--) {
      char character = text.charAt(i);
      if (!isDigit(character)) {
        continue;
      }
      int digit = character - '0';
      if (digits++ % 2 == 1) {
        digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      }
      sum += digit;
    }
    return digits >= MIN_CARD_DIGITS && digits <= MAX_CARD_DIGITS && sum % 10 == 0;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
