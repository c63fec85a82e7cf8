package dev.florin.account.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The part of the ledger that one batch works on, read under locks: its accounts, and the transfers
 * and holds that its commands name. Commands change it one after the other; what they wrote is then
 * stored in one statement.
 */
final class Book {

  private final Instant now;
  private final BatchNames names;
  private final Map<UUID, LockedAccount> accounts;
  private final Map<String, StoredTransfer> transfers;
  private final Map<String, StoredTransfer> reversals = new HashMap<>();
  private final Map<String, StoredHold> holds;
  private final List<StoredTransfer> newTransfers = new ArrayList<>();
  private final Map<String, StoredHold> newHolds = new LinkedHashMap<>();
  private final Map<String, StoredHold> changedHolds = new LinkedHashMap<>();

  /**
   * Opens the book.
   *
   * @param now the transaction's time, by the database's clock
   * @param names which ids the batch's account references stand for
   */
  Book(
      Instant now,
      BatchNames names,
      Map<UUID, LockedAccount> accounts,
      List<StoredTransfer> transfers,
      List<StoredHold> holds) {
    this.now = now;
    this.names = names;
    this.accounts = accounts;
    this.transfers = new HashMap<>();
    this.holds = new HashMap<>();
    transfers.forEach(this::index);
    holds.forEach(hold -> this.holds.put(hold.id(), hold));
  }

  Instant now() {
    return now;
  }

  @Nullable LockedAccount account(AccountRef ref, String currency) {
    UUID id = names.id(ref, currency);
    LockedAccount found = id == null ? null : accounts.get(id);
    if (found == null && ref instanceof AccountRef.SystemAccount) {
      throw new OvertakenException(ref + " has no row yet");
    }
    return found == null || !found.currency.equals(currency) ? null : found;
  }

  /**
   * An account that a transfer or a hold on record names.
   *
   * @throws OvertakenException if that record was not there yet when the accounts were locked
   */
  LockedAccount account(UUID id) {
    LockedAccount found = accounts.get(id);
    if (found == null) {
      throw new OvertakenException("account " + id + " was not locked");
    }
    return found;
  }

  @Nullable StoredTransfer transfer(String id) {
    return transfers.get(id);
  }

  @Nullable StoredTransfer reversalOf(String id) {
    return reversals.get(id);
  }

  @Nullable StoredHold hold(String id) {
    return holds.get(id);
  }

  void write(StoredTransfer transfer) {
    index(transfer);
    newTransfers.add(transfer);
  }

  void write(StoredHold hold) {
    boolean known = holds.put(hold.id(), hold) != null && !newHolds.containsKey(hold.id());
    (known ? changedHolds : newHolds).put(hold.id(), hold);
  }

  private void index(StoredTransfer transfer) {
    transfers.put(transfer.id(), transfer);
    if (transfer.reverses() != null) {
      reversals.put(transfer.reverses(), transfer);
    }
  }

  List<StoredTransfer> newTransfers() {
    return newTransfers;
  }

  List<StoredHold> newHolds() {
    return List.copyOf(newHolds.values());
  }

  List<StoredHold> changedHolds() {
    return List.copyOf(changedHolds.values());
  }

  List<LockedAccount> changedAccounts() {
    return accounts.values().stream().filter(LockedAccount::changed).toList();
  }
}
