package dev.florin.account.adjustment;

import dev.florin.account.ledger.AccountRef;
import dev.florin.account.ledger.AccountRef.Existing;
import dev.florin.account.ledger.AccountRef.SystemAccount;
import dev.florin.account.ledger.AccountRef.Wallet;
import dev.florin.account.ledger.Fingerprint;
import dev.florin.account.ledger.Leg;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A posting by hand that is asked for.
 *
 * @param id chosen by the operator; null if one is to be made
 * @param legs balanced, in one currency
 * @param reason why, in the operator's words
 */
public record Adjustment(@Nullable String id, List<Leg> legs, String reason) {

  /** Copies the legs. */
  public Adjustment {
    legs = List.copyOf(legs);
  }

  Fingerprint fingerprint() {
    List<String> parts = new ArrayList<>(List.of("adjustment", id == null ? "" : id, reason));
    for (Leg leg : legs) {
      parts.add(name(leg.account()));
      parts.add(leg.direction().code());
      parts.add(Long.toString(leg.amount().minorUnits()));
      parts.add(leg.amount().currencyCode());
    }
    return Fingerprint.of(parts.toArray(String[]::new));
  }

  static String name(AccountRef account) {
    return switch (account) {
      case Existing(var id) -> id.toString();
      case SystemAccount(var code) -> code;
      case Wallet(var merchantId, var userId) -> merchantId + "/" + userId;
    };
  }
}
