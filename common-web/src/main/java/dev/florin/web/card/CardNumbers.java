package dev.florin.web.card;

import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses card numbers wherever a client may have put one. What looks like one is 13 to 19 digits
 * that pass the Luhn check and begin as the cards of a payment network do (2 to 6), in one run or
 * in groups; so neither a time in milliseconds nor a UUID is taken for one.
 */
public final class CardNumbers {

  private static final Pattern RUN = Pattern.compile("(?<!\\d)[2-6]\\d{12,18}(?!\\d)");

  private static final Pattern GROUPS =
      Pattern.compile(
          "(?<![\\dA-Za-z])[2-6]\\d{3}([ .-])(?:\\d{4}\\1\\d{4}\\1\\d{1,7}|\\d{6}\\1\\d{4,5})"
              + "(?![\\dA-Za-z])");

  private CardNumbers() {}

  /**
   * Refuses a text with a card number in it.
   *
   * @param param what the text is called; a client's own name may be a card number itself
   * @throws ProblemException 400 {@code card_number_refused}, which repeats neither
   */
  public static void refuse(String param, @Nullable String text) {
    if (text != null && isIn(text)) {
      throw new ProblemException(
              CommonError.CARD_NUMBER_REFUSED,
              "card numbers are never accepted; send a payment_token")
          .param(isIn(param) ? null : param);
    }
  }

  /** Refuses a value of any JSON shape with a card number in it. */
  public static void refuseWithin(String param, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Map<?, ?> object ->
          object.forEach(
              (name, member) -> {
                refuse(param, String.valueOf(name));
                refuseWithin(param, member);
              });
      case Iterable<?> array -> array.forEach(element -> refuseWithin(param, element));
      default -> refuse(param, value.toString());
    }
  }

  private static boolean isIn(String text) {
    return found(RUN, text) || found(GROUPS, text);
  }

  private static boolean found(Pattern pattern, String text) {
    Matcher candidates = pattern.matcher(text);
    while (candidates.find()) {
      if (passesLuhn(candidates.group())) {
        return true;
      }
    }
    return false;
  }

  private static boolean passesLuhn(String candidate) {
    int sum = 0;
    boolean twice = false;
    for (int i = candidate.length() - 1; i >= 0; i--) {
      int digit = Character.digit(candidate.charAt(i), 10);
      if (digit >= 0) {
        int value = twice ? digit * 2 : digit;
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
      }
    }
    return sum % 10 == 0;
  }
}
