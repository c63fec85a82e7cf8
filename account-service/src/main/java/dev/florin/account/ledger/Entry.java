package dev.florin.account.ledger;

import dev.florin.money.Money;
import java.util.UUID;

/**
 * One posting: what a transfer did to one account.
 *
 * @param version the account's gapless count of postings, this one included
 * @param balanceAfter in minor units, credits minus debits
 */
public record Entry(
    UUID accountId, Direction direction, Money amount, long version, long balanceAfter) {

  /** The balance that the posting found, in minor units. */
  public long balanceBefore() {
    return switch (direction) {
      case DEBIT -> balanceAfter + amount.minorUnits();
      case CREDIT -> balanceAfter - amount.minorUnits();
    };
  }
}
