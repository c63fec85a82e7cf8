package dev.florin.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.florin.money.InvalidMoneyException.Reason;
import java.util.Currency;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTests {

  static Stream<Currency> payableCurrencies() {
    return Currency.getAvailableCurrencies().stream()
        .filter(currency -> currency.getDefaultFractionDigits() >= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "19.99, USD, 1999",
    "19.9, USD, 1990",
    "19, USD, 1900",
    "0.01, USD, 1",
    "500, JPY, 500",
    "1.234, BHD, 1234",
    "007.50, EUR, 750",
    "10000000000000.00, USD, 1000000000000000"
  })
  void readsPlainDecimalsExactly(String amount, String currency, long minorUnits) {
    assertThat(Money.parse(amount, currency).minorUnits()).isEqualTo(minorUnits);
  }

  @ParameterizedTest
  @CsvSource({
    "1e3, MALFORMED",
    "1E400, MALFORMED",
    "NaN, MALFORMED",
    "'1,00', MALFORMED",
    "+1, MALFORMED",
    ".5, MALFORMED",
    "5., MALFORMED",
    "'', MALFORMED",
    "' 1', MALFORMED",
    "١٢, MALFORMED",
    "0x10, MALFORMED",
    "0.001, TOO_PRECISE",
    "1.000, TOO_PRECISE",
    "0, NOT_POSITIVE",
    "0.00, NOT_POSITIVE",
    "-1, NOT_POSITIVE",
    "10000000000000.01, OUT_OF_RANGE",
    "9223372036854775808, OUT_OF_RANGE",
    "99999999999999999999999999999999999, OUT_OF_RANGE"
  })
  void refusesWhatIsNotAPositiveExactAmount(String amount, Reason reason) {
    assertThatExceptionOfType(InvalidMoneyException.class)
        .isThrownBy(() -> Money.parse(amount, "USD"))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"usd", "US", "ZZZ", "XXX", "XAU", "", "USD "})
  void refusesACurrencyThatCannotBePaidIn(String code) {
    assertThatExceptionOfType(InvalidMoneyException.class)
        .isThrownBy(() -> Money.parse("1", code))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_CURRENCY));
  }

  @ParameterizedTest
  @MethodSource("payableCurrencies")
  void writesEveryCurrencyWithItsOwnDigitsAndReadsItBack(Currency currency) {
    Money money = new Money(1_234_567, currency);

    String text = money.toDecimalString();

    int point = text.indexOf('.');
    assertThat(point < 0 ? 0 : text.length() - point - 1)
        .isEqualTo(currency.getDefaultFractionDigits());
    assertThat(Money.parse(text, currency.getCurrencyCode())).isEqualTo(money);
  }

  @Test
  void jpyHasNoFraction() {
    assertThatExceptionOfType(InvalidMoneyException.class)
        .isThrownBy(() -> Money.parse("1.5", "JPY"))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_PRECISE));
  }

  @Test
  void addsAndSubtractsWithinOneCurrency() {
    Money ten = Money.ofMinor(1000, "USD");
    Money three = Money.ofMinor(300, "USD");

    assertThat(ten.plus(three)).isEqualTo(Money.ofMinor(1300, "USD"));
    assertThat(three.minus(ten)).isEqualTo(Money.ofMinor(-700, "USD"));
    assertThat(three.minus(ten).toDecimalString()).isEqualTo("-7.00");
    assertThat(ten).isGreaterThan(three);
  }

  @Test
  void doesNotMixCurrencies() {
    Money dollars = Money.ofMinor(1, "USD");
    Money euros = Money.ofMinor(1, "EUR");

    assertThatIllegalArgumentException().isThrownBy(() -> dollars.plus(euros));
    assertThatIllegalArgumentException().isThrownBy(() -> dollars.compareTo(euros));
  }

  @Test
  void doesNotOverflowSilently() {
    Money most = Money.ofMinor(Long.MAX_VALUE, "USD");

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> most.plus(Money.ofMinor(1, "USD")));
  }
}
