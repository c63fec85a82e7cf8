package dev.florin.account.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ids that a batch's account references stand for. A batch uses one stripe of each account. */
final class BatchNames {

  private record Named(AccountRef account, String currency) {}

  private final Map<Named, @Nullable UUID> ids = new HashMap<>();

  /** Tells what was found under the name; null for nothing. */
  void put(AccountRef account, String currency, @Nullable UUID id) {
    ids.put(new Named(account, currency), id);
  }

  /**
   * The account's id; null if there is none.
   *
   * @throws OvertakenException if nobody looked: the hold that needs it came in between
   */
  @Nullable UUID id(AccountRef account, String currency) {
    if (account instanceof AccountRef.Existing(UUID id)) {
      return id;
    }
    Named name = new Named(account, currency);
    if (!ids.containsKey(name)) {
      throw new OvertakenException(name + " was not looked up");
    }
    return ids.get(name);
  }
}
