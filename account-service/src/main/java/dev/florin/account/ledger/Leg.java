package dev.florin.account.ledger;

import dev.florin.money.Money;

/** One side of a transfer that is asked for: what it does to which account. */
public record Leg(Direction direction, AccountRef account, Money amount) {

  /** Takes the amount from the account. */
  public static Leg debit(AccountRef account, Money amount) {
    return new Leg(Direction.DEBIT, account, amount);
  }

  /** Gives the amount to the account. */
  public static Leg credit(AccountRef account, Money amount) {
    return new Leg(Direction.CREDIT, account, amount);
  }
}
