package dev.florin.money;

import dev.florin.money.InvalidMoneyException.Reason;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An exact amount: a whole number of minor units (cents, fils, yen) of an ISO 4217 currency. It may
 * be negative, as a balance of a system account is; {@link #parse} accepts positive amounts only.
 *
 * @param minorUnits the amount in the currency's smallest unit, within ± {@link #MAX_MINOR_UNITS}
 *     when it came from outside; sums may exceed that and are checked for overflow
 * @param currency the currency, whose {@link Currency#getDefaultFractionDigits()} gives the
 *     exponent
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {

  /** The largest single amount accepted: a thousand of them still fit a balance many times over. */
  public static final long MAX_MINOR_UNITS = 1_000_000_000_000_000L;

  /** Longer than any acceptable amount; refuses hostile input before it is parsed. */
  private static final int MAX_TEXT_LENGTH = 32;

  /** ASCII digits only: {@code \d} without the Unicode flag matches no other script's digits. */
  private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?");

  private static final Set<String> PAYABLE_CODES =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** An amount of minor units of the currency with that code. */
  public static Money ofMinor(long minorUnits, String currencyCode) {
    return new Money(minorUnits, currencyOf(currencyCode));
  }

  /**
   * Reads a positive amount in major units, such as {@code 19.99} or {@code 500}.
   *
   * @param amount plain decimal notation with at most the currency's fraction digits
   * @param currencyCode an ISO 4217 code in upper case
   * @throws InvalidMoneyException if the text is anything else
   */
  public static Money parse(String amount, String currencyCode) {
    Currency currency = currencyOf(currencyCode);
    if (amount.length() > MAX_TEXT_LENGTH && PLAIN_DECIMAL.matcher(amount).matches()) {
      throw new InvalidMoneyException(Reason.OUT_OF_RANGE, "amount is out of range");
    }
    if (amount.length() > MAX_TEXT_LENGTH || !PLAIN_DECIMAL.matcher(amount).matches()) {
      throw new InvalidMoneyException(
          Reason.MALFORMED, "amount must be a plain decimal number such as 19.99");
    }
    int digits = currency.getDefaultFractionDigits();
    BigDecimal major = new BigDecimal(amount);
    if (major.scale() > digits) {
      throw new InvalidMoneyException(
          Reason.TOO_PRECISE, "%s has at most %d fraction digits".formatted(currencyCode, digits));
    }
    if (major.signum() <= 0) {
      throw new InvalidMoneyException(Reason.NOT_POSITIVE, "amount must be greater than zero");
    }
    BigDecimal minor = major.movePointRight(digits);
    if (minor.compareTo(BigDecimal.valueOf(MAX_MINOR_UNITS)) > 0) {
      throw new InvalidMoneyException(Reason.OUT_OF_RANGE, "amount is out of range");
    }
    return new Money(minor.longValueExact(), currency);
  }

  private static Currency currencyOf(String code) {
    if (!PAYABLE_CODES.contains(code)) {
      throw new InvalidMoneyException(
          Reason.UNKNOWN_CURRENCY, "currency must be an ISO 4217 code such as USD");
    }
    return Currency.getInstance(code);
  }

  /** The sum; both must be of one currency. */
  public Money plus(Money other) {
    requireSameCurrency(other);
    return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
  }

  /** The difference; both must be of one currency. */
  public Money minus(Money other) {
    requireSameCurrency(other);
    return new Money(Math.subtractExact(minorUnits, other.minorUnits), currency);
  }

  /** The ISO 4217 code. */
  public String currencyCode() {
    return currency.getCurrencyCode();
  }

  /** The amount in major units with all of the currency's digits, such as {@code 19.90}. */
  public String toDecimalString() {
    return BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits()).toPlainString();
  }

  @Override
  public int compareTo(Money other) {
    requireSameCurrency(other);
    return Long.compare(minorUnits, other.minorUnits);
  }

  @Override
  public String toString() {
    return toDecimalString() + " " + currencyCode();
  }

  private void requireSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "%s and %s do not mix".formatted(currencyCode(), other.currencyCode()));
    }
  }
}
