package dev.florin.account.transfer;

import dev.florin.money.Money;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Which transfers may go on while nobody can assess them: small ones to payees whom the payer has
 * paid before.
 */
@Component
class LowRiskRule {

  private final Map<String, Money> limits;
  private final Transfers transfers;

  LowRiskRule(TransferProperties properties, Transfers transfers) {
    this.limits =
        properties.lowRiskLimits().entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, limit -> Money.parse(limit.getValue(), limit.getKey())));
    this.transfers = transfers;
  }

  boolean admits(UserTransfer.Terms terms) {
    Money limit = limits.get(terms.amount().currencyCode());
    return limit != null
        && terms.amount().compareTo(limit) <= 0
        && transfers.hasPaidBefore(terms.merchantId(), terms.fromUser(), terms.payees());
  }
}
