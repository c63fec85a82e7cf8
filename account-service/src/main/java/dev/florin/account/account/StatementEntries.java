package dev.florin.account.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The entries of all accounts. Entries are found by their numbers; the moments only sort out those
 * at the edges of a period, since its numbers are known but roughly.
 */
interface StatementEntries extends Repository<StatementEntry, StatementEntry.Key> {

  /**
   * The last ones behind one number and before another.
   *
   * @param after excluded
   * @param before excluded
   */
  @Query(
      """
      select e from StatementEntry e
      where e.accountId = :accountId and e.number > :after and e.number < :before
        and e.createdAt >= :from and e.createdAt < :to
      order by e.number desc
      """)
  List<StatementEntry> findLast(
      UUID accountId, long after, long before, Instant from, Instant to, Limit limit);

  /**
   * The first ones behind one number and before another.
   *
   * @param after excluded
   * @param before excluded
   */
  @Query(
      """
      select e from StatementEntry e
      where e.accountId = :accountId and e.number > :after and e.number < :before
        and e.createdAt >= :from and e.createdAt < :to
      order by e.number
      """)
  List<StatementEntry> findFirst(
      UUID accountId, long after, long before, Instant from, Instant to, Limit limit);
}
