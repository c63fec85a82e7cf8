package dev.florin.account.transfer;

import dev.florin.account.account.Wallet;
import dev.florin.account.account.Wallets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Whether the payees can be paid, asked before anything is reserved. The ledger decides again when
 * it pays them: a wallet may be closed in between. A frozen one takes money in.
 */
@Component
class Payees {

  private static final String CLOSED = "closed";

  private final Wallets wallets;

  Payees(Wallets wallets) {
    this.wallets = wallets;
  }

  Optional<Failure> refusal(UserTransfer.Terms terms) {
    Set<String> payees = Set.copyOf(terms.payees());
    List<Wallet> found = wallets.ofUsers(terms.merchantId(), payees, terms.amount().currencyCode());
    if (found.size() < payees.size()) {
      return Optional.of(Failure.ACCOUNT_NOT_FOUND);
    }
    return found.stream().anyMatch(wallet -> wallet.status().equals(CLOSED))
        ? Optional.of(Failure.ACCOUNT_CLOSED)
        : Optional.empty();
  }
}
