package dev.florin.payment.authorization;

import dev.florin.money.Money;
import dev.florin.payment.payment.PayerHistory;
import dev.florin.payment.payment.Payment;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Which payments may go on while nobody can assess them: small ones of users who paid before. */
@Component
class LowRiskRule {

  private final Map<String, Money> limits;
  private final PayerHistory payers;

  LowRiskRule(LowRiskProperties properties, PayerHistory payers) {
    this.limits =
        properties.limits().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, limit -> Money.parse(limit.getValue(), limit.getKey())));
    this.payers = payers;
  }

  boolean admits(Payment payment) {
    Money amount = payment.terms().amount();
    Money limit = limits.get(amount.currencyCode());
    return limit != null
        && amount.compareTo(limit) <= 0
        && payers.hasPaidBefore(payment.terms().merchantId(), payment.terms().userId());
  }
}
