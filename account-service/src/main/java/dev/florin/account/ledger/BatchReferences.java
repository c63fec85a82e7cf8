package dev.florin.account.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a batch's commands name: accounts, transfers and holds. */
final class BatchReferences {

  private record Named(AccountRef account, String currency) {}

  private final Set<Named> accounts = new HashSet<>();
  private final Set<String> transferIds = new HashSet<>();
  private final Set<String> reversed = new HashSet<>();
  private final Set<String> holdIds = new HashSet<>();
  private final Map<String, List<AccountRef>> restOfHolds = new HashMap<>();
  private final Map<String, String> currencies = new HashMap<>();

  BatchReferences(List<Request> batch) {
    batch.forEach(request -> add(request.command()));
    currencies.forEach(this::holdIsIn);
  }

  private void add(Command command) {
    switch (command) {
      case Command.Post(Transfer transfer, List<Leg> legs) -> {
        transferIds.add(transfer.id());
        legs.forEach(this::add);
      }
      case Command.Reverse reverse -> {
        transferIds.add(reverse.id());
        transferIds.add(reverse.reverses());
        reversed.add(reverse.reverses());
      }
      case Command.PlaceHold place -> {
        holdIds.add(place.id());
        String currency = place.amount().currencyCode();
        accounts.add(new Named(place.account(), currency));
        currencies.put(place.id(), currency);
      }
      case Command.PostHold post -> {
        transferIds.add(post.transfer().id());
        holdIds.add(post.holdId());
        post.credits().forEach(this::add);
        rest(post.holdId(), post.rest());
      }
      case Command.ReleaseHold release -> holdIds.add(release.holdId());
    }
  }

  private void add(Leg leg) {
    accounts.add(new Named(leg.account(), leg.amount().currencyCode()));
  }

  private void rest(String holdId, @Nullable AccountRef account) {
    if (account != null) {
      restOfHolds.computeIfAbsent(holdId, _ -> new ArrayList<>()).add(account);
    }
  }

  /** Who gets the rest of a hold gets it in the hold's currency. */
  void holdIsIn(String holdId, String currency) {
    restOfHolds
        .getOrDefault(holdId, List.of())
        .forEach(account -> accounts.add(new Named(account, currency)));
  }

  /** Whether it names accounts through holds or transfers on record. */
  boolean needsLookUp() {
    return !holdIds.isEmpty() || !reversed.isEmpty();
  }

  /** What commands wait for each other on: all but the system accounts, which have many rows. */
  Set<Object> exclusive() {
    Set<Object> names = new HashSet<>(holdIds);
    names.addAll(reversed);
    accounts.stream()
        .filter(named -> !(named.account() instanceof AccountRef.SystemAccount))
        .forEach(names::add);
    return names;
  }

  void forEachAccount(BiConsumer<AccountRef, String> action) {
    accounts.forEach(named -> action.accept(named.account(), named.currency()));
  }

  Set<String> transferIds() {
    return transferIds;
  }

  /** Transfers that are to be taken back. */
  Set<String> reversed() {
    return reversed;
  }

  Set<String> holdIds() {
    return holdIds;
  }
}
