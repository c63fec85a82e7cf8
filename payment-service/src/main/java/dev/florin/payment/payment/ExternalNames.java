package dev.florin.payment.payment;

import java.util.regex.Pattern;

/** The names that merchants choose: for payments and for their users. */
public final class ExternalNames {

  /** What a client is told about them. */
  public static final String RULE =
      "must be 1 to 64 letters, digits or the signs . _ : @ -, beginning with a letter or digit";

  /** The same for programs. */
  public static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,63}";

  private static final Pattern NAME = Pattern.compile(PATTERN);

  private ExternalNames() {}

  /** Whether the text can be such a name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
