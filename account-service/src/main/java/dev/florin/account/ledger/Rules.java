package dev.florin.account.ledger;

import static dev.florin.account.ledger.Direction.CREDIT;
import static dev.florin.account.ledger.Direction.DEBIT;

import dev.florin.account.ledger.LockedAccount.Status;
import dev.florin.account.ledger.Outcome.Conflicting;
import dev.florin.account.ledger.Outcome.Declined;
import dev.florin.account.ledger.Outcome.Held;
import dev.florin.account.ledger.Outcome.Posted;
import dev.florin.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger allows. Each command finds the book as the one before it left it, so a batch
 * answers as if its commands had come alone, in their order.
 *
 * <p>The first answer to an id is the answer for ever, whether the money moved or was declined. A
 * frozen account pays nothing out but what was held before; a closed one takes part in nothing but
 * the return of its own money.
 */
final class Rules {

  private final Book book;

  Rules(Book book) {
    this.book = book;
  }

  /**
   * Carries the command out in the book.
   *
   * @param traceId the trace that asks for it
   */
  Outcome apply(Command command, @Nullable String traceId) {
    return switch (command) {
      case Command.Post post -> post(post, traceId);
      case Command.Reverse reverse -> reverse(reverse, traceId);
      case Command.PlaceHold place -> place(place, traceId);
      case Command.PostHold post -> postHold(post, traceId);
      case Command.ReleaseHold release -> release(release, traceId);
    };
  }

  private Outcome post(Command.Post command, @Nullable String traceId) {
    Transfer transfer = command.transfer();
    StoredTransfer earlier = book.transfer(transfer.id());
    if (earlier != null) {
      return earlierOutcome(earlier, transfer.content());
    }
    List<Side> sides = sides(command.legs(), command.legs().getFirst().amount().currencyCode());
    DeclineCode refusal =
        sides == null ? DeclineCode.ACCOUNT_NOT_FOUND : refusal(transfer.kind(), sides);
    return sides == null || refusal != null
        ? decline(transfer, null, Objects.requireNonNull(refusal), traceId)
        : move(transfer, null, null, sides, traceId);
  }

  private Outcome reverse(Command.Reverse command, @Nullable String traceId) {
    Fingerprint content = Fingerprint.of(TransferKind.REVERSAL.code(), command.reverses());
    StoredTransfer earlier = book.transfer(command.id());
    if (earlier != null) {
      return earlierOutcome(earlier, content);
    }
    if (book.reversalOf(command.reverses()) != null) {
      return new Conflicting();
    }
    StoredTransfer reversed = book.transfer(command.reverses());
    if (reversed == null) {
      fence(command, traceId);
    } else if (!reversed.kind().isReversedAs(command.kind())) {
      return new Conflicting();
    }
    Transfer transfer =
        new Transfer(
            command.id(),
            TransferKind.REVERSAL,
            reversed == null ? null : reversed.merchantId(),
            command.reverses(),
            command.reason(),
            content);
    if (reversed == null || reversed.declineCode() != null) {
      return decline(transfer, null, DeclineCode.FENCED, traceId);
    }
    List<Side> sides = new ArrayList<>();
    for (Entry entry : reversed.entries()) {
      Direction back = entry.direction().opposite();
      Side side = new Side(back, book.account(entry.accountId()), entry.amount());
      // The debit first, as everywhere.
      sides.add(back == DEBIT ? 0 : sides.size(), side);
    }
    // The payer's money comes back whatever became of the account.
    DeclineCode refusal = shortage(sides);
    return refusal == null
        ? move(transfer, null, null, sides, traceId)
        : decline(transfer, null, refusal, traceId);
  }

  private Outcome place(Command.PlaceHold command, @Nullable String traceId) {
    Fingerprint content =
        Fingerprint.of(
            "hold",
            command.merchantId(),
            command.account().toString(),
            Long.toString(command.amount().minorUnits()),
            command.amount().currencyCode());
    StoredHold earlier = book.hold(command.id());
    if (earlier != null) {
      return earlierHold(earlier, content);
    }
    LockedAccount account = book.account(command.account(), command.amount().currencyCode());
    long minorUnits = command.amount().minorUnits();
    DeclineCode refusal =
        account == null ? DeclineCode.ACCOUNT_NOT_FOUND : forbidden(account.status);
    if (account == null || refusal != null || !account.covers(minorUnits)) {
      DeclineCode code = refusal == null ? DeclineCode.INSUFFICIENT_FUNDS : refusal;
      book.write(new StoredHold(command.id(), null, code, content.hex(), traceId));
      return new Declined(code, false);
    }
    account.hold(minorUnits);
    Hold hold =
        new Hold(
            command.id(),
            account.id,
            command.merchantId(),
            command.amount(),
            0,
            minorUnits,
            Hold.Status.PLACED,
            book.now().plus(command.timeToLive()),
            traceId);
    book.write(new StoredHold(hold.id(), hold, null, content.hex(), traceId));
    return new Held(hold, false);
  }

  private Outcome postHold(Command.PostHold command, @Nullable String traceId) {
    Transfer transfer = command.transfer();
    StoredTransfer earlier = book.transfer(transfer.id());
    if (earlier != null) {
      return earlierOutcome(earlier, transfer.content());
    }
    StoredHold stored = book.hold(command.holdId());
    Hold hold = stored == null ? null : stored.hold();
    if (stored == null || hold == null) {
      return decline(transfer, command.holdId(), neverPlaced(stored), traceId);
    }
    DeclineCode ended = ended(hold);
    if (ended != null) {
      return decline(transfer, command.holdId(), ended, traceId);
    }
    long rest = hold.remaining() - minorUnits(command.credits());
    if (rest < 0 || (command.rest() != null && rest == 0)) {
      return decline(transfer, command.holdId(), DeclineCode.EXCEEDS_HOLD, traceId);
    }
    List<Leg> legs = new ArrayList<>(command.credits());
    if (command.rest() != null) {
      legs.add(Leg.credit(command.rest(), new Money(rest, hold.amount().currency())));
    }
    List<Side> credits = sides(legs, hold.amount().currencyCode());
    DeclineCode refusal =
        credits == null ? DeclineCode.ACCOUNT_NOT_FOUND : refusal(transfer.kind(), credits);
    if (credits == null || refusal != null) {
      return decline(transfer, command.holdId(), Objects.requireNonNull(refusal), traceId);
    }
    Money amount = new Money(minorUnits(legs), hold.amount().currency());
    Hold after = hold.take(amount.minorUnits(), command.last());
    LockedAccount payer = book.account(hold.accountId());
    payer.release(hold.remaining() - after.remaining());
    book.write(new StoredHold(hold.id(), after, null, stored.fingerprint(), stored.traceId()));
    credits.addFirst(new Side(DEBIT, payer, amount));
    return move(transfer.onBehalfOf(hold.merchantId()), hold.id(), after, credits, traceId);
  }

  private static long minorUnits(List<Leg> legs) {
    return legs.stream().mapToLong(leg -> leg.amount().minorUnits()).reduce(0, Math::addExact);
  }

  /** The legs with their accounts; null if one has no account in the currency. */
  private @Nullable List<Side> sides(List<Leg> legs, String currency) {
    List<Side> sides = new ArrayList<>(legs.size() + 1);
    for (Leg leg : legs) {
      LockedAccount account =
          leg.amount().currencyCode().equals(currency)
              ? book.account(leg.account(), currency)
              : null;
      if (account == null) {
        return null;
      }
      sides.add(new Side(leg.direction(), account, leg.amount()));
    }
    return sides;
  }

  private Outcome release(Command.ReleaseHold command, @Nullable String traceId) {
    StoredHold stored = book.hold(command.holdId());
    if (stored == null && command.expiry()) {
      return new Declined(DeclineCode.HOLD_NOT_FOUND, false);
    }
    if (stored == null) {
      book.write(new StoredHold(command.holdId(), null, DeclineCode.FENCED, null, traceId));
      return new Declined(DeclineCode.FENCED, false);
    }
    Hold hold = stored.hold();
    if (hold == null) {
      boolean fenced = stored.declineCode() == DeclineCode.FENCED;
      return new Declined(fenced ? DeclineCode.FENCED : DeclineCode.HOLD_DECLINED, true);
    }
    Hold.Status wanted = command.expiry() ? Hold.Status.EXPIRED : Hold.Status.VOIDED;
    return switch (hold.status()) {
      case PLACED -> {
        if (command.expiry() && book.now().isBefore(hold.expiresAt())) {
          yield new Held(hold, true);
        }
        book.account(hold.accountId()).release(hold.remaining());
        Hold after = hold.end(wanted);
        book.write(new StoredHold(hold.id(), after, null, stored.fingerprint(), stored.traceId()));
        yield new Held(after, false);
      }
      case POSTED -> new Declined(DeclineCode.ALREADY_POSTED, true);
      case VOIDED ->
          wanted == hold.status()
              ? new Held(hold, true)
              : new Declined(DeclineCode.ALREADY_VOIDED, true);
      case EXPIRED ->
          wanted == hold.status() ? new Held(hold, true) : new Declined(DeclineCode.EXPIRED, true);
    };
  }

  private Outcome move(
      Transfer transfer,
      @Nullable String holdId,
      @Nullable Hold hold,
      List<Side> sides,
      @Nullable String traceId) {
    List<Entry> entries = new ArrayList<>(sides.size());
    for (Side side : sides) {
      entries.add(side.account().post(side.direction(), side.amount()));
    }
    book.write(stored(transfer, holdId, null, traceId, entries));
    return new Posted(entries, hold, book.now(), traceId, false);
  }

  private Outcome decline(
      Transfer transfer, @Nullable String holdId, DeclineCode code, @Nullable String traceId) {
    book.write(stored(transfer, holdId, code, traceId, List.of()));
    return new Declined(code, false);
  }

  private void fence(Command.Reverse command, @Nullable String traceId) {
    book.write(
        new StoredTransfer(
            command.reverses(),
            command.kind(),
            DeclineCode.FENCED,
            null,
            null,
            null,
            null,
            null,
            traceId,
            book.now(),
            List.of()));
  }

  private StoredTransfer stored(
      Transfer transfer,
      @Nullable String holdId,
      @Nullable DeclineCode declineCode,
      @Nullable String traceId,
      List<Entry> entries) {
    return new StoredTransfer(
        transfer.id(),
        transfer.kind(),
        declineCode,
        transfer.merchantId(),
        transfer.reverses(),
        holdId,
        transfer.reason(),
        transfer.content().hex(),
        traceId,
        book.now(),
        entries);
  }

  private Outcome earlierOutcome(StoredTransfer earlier, Fingerprint content) {
    if (earlier.fingerprint() != null && !earlier.fingerprint().equals(content.hex())) {
      return new Conflicting();
    }
    if (earlier.declineCode() != null) {
      return new Declined(earlier.declineCode(), true);
    }
    StoredHold from = earlier.holdId() == null ? null : book.hold(earlier.holdId());
    Hold hold = from == null ? null : from.hold();
    return new Posted(earlier.entries(), hold, earlier.createdAt(), earlier.traceId(), true);
  }

  private static Outcome earlierHold(StoredHold earlier, Fingerprint content) {
    if (earlier.fingerprint() != null && !earlier.fingerprint().equals(content.hex())) {
      return new Conflicting();
    }
    Hold hold = earlier.hold();
    if (hold != null) {
      return new Held(hold, true);
    }
    return new Declined(Objects.requireNonNull(earlier.declineCode()), true);
  }

  private static @Nullable DeclineCode refusal(TransferKind kind, List<Side> sides) {
    for (Side side : sides) {
      LockedAccount account = side.account();
      // A reversal may have brought money back to a closed account; an operator gets it out.
      boolean emptied = kind == TransferKind.ADJUSTMENT && side.direction() == DEBIT;
      // What was paid comes back whatever became of the account since.
      boolean returned = kind == TransferKind.REFUND && side.direction() == CREDIT;
      if (account.status == Status.CLOSED && !emptied && !returned) {
        return DeclineCode.ACCOUNT_CLOSED;
      }
      if (side.direction() == DEBIT && account.status == Status.FROZEN) {
        return DeclineCode.ACCOUNT_FROZEN;
      }
    }
    return shortage(sides);
  }

  /** Debits are covered by what was there before, not by credits of the same transfer. */
  private static @Nullable DeclineCode shortage(List<Side> sides) {
    for (Side side : sides) {
      long total = total(sides, side.account(), side.direction());
      if (side.direction() == DEBIT && !side.account().covers(total)) {
        return DeclineCode.INSUFFICIENT_FUNDS;
      }
      if (!side.account().hasRoomFor(side.direction(), total)) {
        return DeclineCode.BALANCE_OUT_OF_RANGE;
      }
    }
    return null;
  }

  private static long total(List<Side> sides, LockedAccount account, Direction direction) {
    long total = 0;
    for (Side side : sides) {
      if (side.account() == account && side.direction() == direction) {
        total = Math.addExact(total, side.amount().minorUnits());
      }
    }
    return total;
  }

  private static @Nullable DeclineCode forbidden(Status status) {
    return switch (status) {
      case OPEN -> null;
      case FROZEN -> DeclineCode.ACCOUNT_FROZEN;
      case CLOSED -> DeclineCode.ACCOUNT_CLOSED;
    };
  }

  private static DeclineCode neverPlaced(@Nullable StoredHold stored) {
    if (stored == null) {
      return DeclineCode.HOLD_NOT_FOUND;
    }
    return stored.declineCode() == DeclineCode.FENCED
        ? DeclineCode.ALREADY_VOIDED
        : DeclineCode.HOLD_DECLINED;
  }

  /** Why the hold gives no more; a lapsed one gives nothing even before it is swept up. */
  private @Nullable DeclineCode ended(Hold hold) {
    return switch (hold.status()) {
      case PLACED -> book.now().isBefore(hold.expiresAt()) ? null : DeclineCode.EXPIRED;
      case POSTED -> DeclineCode.ALREADY_POSTED;
      case VOIDED -> DeclineCode.ALREADY_VOIDED;
      case EXPIRED -> DeclineCode.EXPIRED;
    };
  }

  /** One leg, its account found. */
  private record Side(Direction direction, LockedAccount account, Money amount) {}
}
