package dev.florin.risk.rule;

import dev.florin.money.Money;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An amount that differs by currency, in major units.
 *
 * @param byCurrency limits by ISO 4217 code
 * @param otherwise the limit in any other currency
 */
record Limit(
    @NotNull @DefaultValue Map<String, @NotNull @PositiveOrZero BigDecimal> byCurrency,
    @NotNull @PositiveOrZero BigDecimal otherwise) {

  boolean isExceededBy(Money amount) {
    return isExceededBy(amount.minorUnits(), amount.currency());
  }

  boolean isExceededBy(long minorUnits, Currency currency) {
    BigDecimal major = BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits());
    return major.compareTo(byCurrency.getOrDefault(currency.getCurrencyCode(), otherwise)) > 0;
  }
}
