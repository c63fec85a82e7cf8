package dev.florin.account.account;

import java.util.List;
import java.util.function.Function;

/**
 * A part of a list, newest first.
 *
 * @param hasMore whether there is more in the direction that was read
 */
public record Page<T>(List<T> data, boolean hasMore) {

  /** From rows read newest first, one more than asked for. */
  static <T> Page<T> newestFirst(List<T> rows, int limit) {
    boolean more = rows.size() > limit;
    return new Page<>(more ? List.copyOf(rows.subList(0, limit)) : List.copyOf(rows), more);
  }

  /** From rows read oldest first, one more than asked for. */
  static <T> Page<T> oldestFirst(List<T> rows, int limit) {
    Page<T> page = newestFirst(rows, limit);
    return new Page<>(page.data().reversed(), page.hasMore());
  }

  /** The same part with each row turned into something else. */
  public <R> Page<R> map(Function<T, R> change) {
    return new Page<>(data.stream().map(change).toList(), hasMore);
  }
}
