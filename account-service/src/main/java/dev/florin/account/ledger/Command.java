package dev.florin.account.ledger;

import dev.florin.money.Money;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger is asked to do. The id in it is chosen by the caller: the same command with the
 * same id is done once and answered alike for ever.
 */
public sealed interface Command {

  /** A command that moves money, under a transfer's id. */
  sealed interface Movement extends Command {}

  /** A command that changes what is held. */
  sealed interface Reservation extends Command {}

  /**
   * Moves money.
   *
   * @param legs at least two, in one currency, debits equal to credits
   */
  record Post(Transfer transfer, List<Leg> legs) implements Movement {

    /** The most legs a transfer may have. */
    public static final int MAX_LEGS = 100;

    /**
     * Checks what no state can change.
     *
     * @throws IllegalArgumentException if the legs do not balance in one currency
     */
    public Post {
      legs = List.copyOf(legs);
      if (legs.size() < 2 || legs.size() > MAX_LEGS) {
        throw new IllegalArgumentException("a transfer has 2 to " + MAX_LEGS + " legs");
      }
      long net = 0;
      for (Leg leg : legs) {
        if (!leg.amount().currency().equals(legs.getFirst().amount().currency())) {
          throw new IllegalArgumentException("a transfer has one currency");
        }
        requireInRange(leg);
        net = leg.direction().apply(net, leg.amount().minorUnits());
      }
      if (net != 0) {
        throw new IllegalArgumentException("debits differ from credits");
      }
    }

    /** Moves an amount from one account to another. */
    public static Post of(Transfer transfer, AccountRef from, AccountRef to, Money amount) {
      return new Post(transfer, List.of(Leg.debit(from, amount), Leg.credit(to, amount)));
    }
  }

  /**
   * Takes an earlier transfer back, all of it. If that one has not come, it is fenced: when it
   * comes it is declined.
   *
   * @param id of the reversal
   * @param reverses the transfer to take back
   * @param kind what that transfer is
   * @param reason why, in the caller's words
   */
  record Reverse(String id, String reverses, TransferKind kind, @Nullable String reason)
      implements Movement {

    /**
     * Checks what no state can change.
     *
     * @throws IllegalArgumentException if it is to take itself back
     */
    public Reverse {
      if (id.equals(reverses)) {
        throw new IllegalArgumentException("a transfer cannot take itself back");
      }
    }
  }

  /**
   * Reserves money.
   *
   * @param id of the hold
   * @param timeToLive how long it stays reserved, from now by the database's clock
   */
  record PlaceHold(
      String id, String merchantId, AccountRef account, Money amount, Duration timeToLive)
      implements Reservation {}

  /**
   * Moves money that a hold reserves. Declined with {@code already_posted}, {@code already_voided},
   * {@code expired} or {@code exceeds_hold}.
   *
   * @param transfer the movement; a hold takes several, each with its own id
   * @param credits who gets how much of it
   * @param rest who gets all that the credits leave; null if nobody does
   * @param last whether what is left after it is free again
   */
  record PostHold(
      Transfer transfer, String holdId, List<Leg> credits, @Nullable AccountRef rest, boolean last)
      implements Movement {

    /**
     * Checks what no state can change.
     *
     * @throws IllegalArgumentException if the credits are none, or no credits
     */
    public PostHold {
      credits = List.copyOf(credits);
      if ((credits.isEmpty() && rest == null) || credits.size() >= Post.MAX_LEGS - 1) {
        throw new IllegalArgumentException("a hold is posted to 1 to 98 accounts");
      }
      for (Leg credit : credits) {
        if (credit.direction() != Direction.CREDIT) {
          throw new IllegalArgumentException("a hold is posted as credits");
        }
        requireInRange(credit);
      }
    }

    /**
     * Posts to one account.
     *
     * @param amount how much; null for all that is left
     */
    public static PostHold to(
        Transfer transfer,
        String holdId,
        AccountRef account,
        @Nullable Money amount,
        boolean last) {
      return amount == null
          ? new PostHold(transfer, holdId, List.of(), account, last)
          : new PostHold(transfer, holdId, List.of(Leg.credit(account, amount)), null, last);
    }
  }

  /**
   * Frees what a hold still reserves. Voiding a hold that has not come fences it.
   *
   * @param expiry whether because it has lapsed: it is left alone until it has
   */
  record ReleaseHold(String holdId, boolean expiry) implements Reservation {}

  private static void requireInRange(Leg leg) {
    long minorUnits = leg.amount().minorUnits();
    if (minorUnits <= 0 || minorUnits > Money.MAX_MINOR_UNITS) {
      throw new IllegalArgumentException("a leg moves 1 to " + Money.MAX_MINOR_UNITS + " units");
    }
  }
}
