package dev.florin.account.account;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

/**
 * Which part of a list is wanted.
 *
 * @param limit 1 to 100 rows
 * @param startingAfter the row that the part follows, in the list's order
 * @param endingBefore the row that the part ends before; not together with the other
 */
public record PageRequest<K>(int limit, @Nullable K startingAfter, @Nullable K endingBefore) {

  /** One row more than wanted, which tells whether there is more. */
  Limit rows() {
    return Limit.of(limit + 1);
  }
}
