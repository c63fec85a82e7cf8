package dev.florin.sandbox.authentication.web;

import dev.florin.sandbox.charge.ChargeDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.Objects;

/** The page as HTML; everything in it is of our own making or of letters and digits alone. */
final class AuthenticationPage {

  private static final String FRAME = load("/pages/authentication.html");

  private AuthenticationPage() {}

  static String of(ChargeDocument charge) {
    return switch (charge.status()) {
      case "requires_action" -> question(charge);
      case "approved" -> answer(charge, "Payment confirmed", "Thank you.");
      default -> answer(charge, "Payment refused", "Nothing was charged.");
    };
  }

  private static String question(ChargeDocument charge) {
    return page(
        "Confirm your payment",
        """
        <h1>Is this payment yours?</h1>
        <p class="amount">%s</p>
        <p>A merchant asks to charge your account. Confirm only if you made this purchase.</p>
        <form method="post">
        <button class="primary" name="decision" value="confirm">Confirm payment</button>
        <button name="decision" value="refuse">Refuse</button>
        </form>
        """
            .formatted(amountOf(charge)),
        charge.reference());
  }

  private static String answer(ChargeDocument charge, String title, String text) {
    return page(
        title,
        """
        <h1>%s</h1>
        <p class="amount">%s</p>
        <p>%s You can close this page.</p>
        """
            .formatted(title, amountOf(charge), text),
        charge.reference());
  }

  static String unknown() {
    return page(
        "Nothing to confirm",
        "<h1>Nothing to confirm</h1><p>This address belongs to no payment.</p>",
        "–");
  }

  private static String page(String title, String content, String reference) {
    return FRAME
        .replace("{title}", title)
        .replace("{content}", content)
        .replace("{reference}", reference);
  }

  private static String amountOf(ChargeDocument charge) {
    return BigDecimal.valueOf(charge.amount(), digitsOf(charge.currency())).toPlainString()
        + " "
        + charge.currency();
  }

  private static int digitsOf(String code) {
    return Currency.getAvailableCurrencies().stream()
        .filter(currency -> currency.getCurrencyCode().equals(code))
        .mapToInt(currency -> Math.max(0, currency.getDefaultFractionDigits()))
        .findFirst()
        .orElse(0);
  }

  private static String load(String name) {
    try (InputStream file = AuthenticationPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
