package dev.florin.account.ledger;

import dev.florin.account.ledger.LockedAccount.Status;
import dev.florin.account.ledger.Outcome.Conflicting;
import dev.florin.account.ledger.Outcome.Declined;
import dev.florin.account.ledger.Outcome.Posted;
import dev.florin.money.Money;
import dev.florin.telemetry.TraceContexts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Posts transfers. Every call belongs to a transaction of {@link LedgerTransactions}.
 *
 * <p>The first answer to an id is the answer for ever: the same content is answered from what is
 * stored, whether it was posted or declined, and another content conflicts.
 */
@Component
public class Ledger {

  private final AccountLocks locks;
  private final Transfers transfers;

  Ledger(AccountLocks locks, Transfers transfers) {
    this.locks = locks;
    this.transfers = transfers;
  }

  /** Moves an amount from one account to another, or declines to. */
  public Outcome post(Transfer transfer, AccountRef debit, AccountRef credit, Money amount) {
    AccountLocks.Sides sides = locks.lock(transfer.id(), debit, credit, amount.currencyCode());
    LockedAccount from = sides.debit();
    LockedAccount to = sides.credit();
    if (from == null || to == null) {
      return decline(transfer, DeclineCode.ACCOUNT_NOT_FOUND);
    }
    DeclineCode refusal = refusal(transfer.kind(), from, to, amount.minorUnits());
    if (refusal != null) {
      return decline(transfer, refusal);
    }
    Entry debited = from.entry(Direction.DEBIT, amount);
    Entry credited = to.entry(Direction.CREDIT, amount);
    Instant created = transfers.post(transfer, debited, credited);
    return created == null
        ? earlierOutcome(transfer)
        : new Posted(debited, credited, created, TraceContexts.traceId(), false);
  }

  /** Uses the transfer's id up without moving money. */
  public Outcome decline(Transfer transfer, DeclineCode code) {
    return transfers.decline(transfer, code) ? new Declined(code, false) : earlierOutcome(transfer);
  }

  /**
   * Keeps an id from ever being posted, unless it was answered already. Waits for a transaction
   * that is about to answer it.
   *
   * @return what was posted under the id; null if nothing was, nor ever will be
   */
  public @Nullable PostedTransfer fenceUnlessPosted(String id, TransferKind kind) {
    if (transfers.fence(id, kind)) {
      return null;
    }
    Transfers.Row row = transfers.find(id);
    if (row == null || row.declineCode() != null) {
      return null;
    }
    List<Entry> entries = transfers.entries(id);
    return new PostedTransfer(row.kind(), row.merchantId(), entries.getFirst(), entries.getLast());
  }

  private static @Nullable DeclineCode refusal(
      TransferKind kind, LockedAccount from, LockedAccount to, long amount) {
    boolean returnsMoney = kind == TransferKind.REVERSAL;
    if (from.status() == Status.FROZEN) {
      return DeclineCode.ACCOUNT_FROZEN;
    }
    if (from.status() == Status.CLOSED || (to.status() == Status.CLOSED && !returnsMoney)) {
      return DeclineCode.ACCOUNT_CLOSED;
    }
    return from.covers(amount) ? null : DeclineCode.INSUFFICIENT_FUNDS;
  }

  private Outcome earlierOutcome(Transfer transfer) {
    Transfers.Row earlier = transfers.find(transfer.id());
    if (earlier == null) {
      return new Conflicting();
    }
    if (earlier.fingerprint() != null && !earlier.fingerprint().equals(transfer.content().hex())) {
      return new Conflicting();
    }
    DeclineCode declined = earlier.declineCode();
    if (declined != null) {
      return new Declined(declined, true);
    }
    List<Entry> entries = transfers.entries(transfer.id());
    return new Posted(
        entries.getFirst(), entries.getLast(), earlier.createdAt(), earlier.traceId(), true);
  }
}
