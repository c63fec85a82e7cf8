package dev.florin.account.account;

import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** The entries of all accounts. */
interface StatementEntries extends Repository<StatementEntry, StatementEntry.Key> {

  List<StatementEntry> findByAccountIdAndNumberLessThanOrderByNumberDesc(
      UUID accountId, long number, Limit limit);

  List<StatementEntry> findByAccountIdAndNumberGreaterThanOrderByNumber(
      UUID accountId, long number, Limit limit);
}
