package dev.florin.localstack.ledger;

import java.time.Duration;
import java.util.List;

/**
 * What a verification found.
 *
 * @param blocks how many there are
 * @param lastHead the head of the last block, in hexadecimal; zeros if there is none
 * @param sealed transfers within the blocks' range
 * @param unsealed transfers behind the last block: they only balance, nobody vouches for them yet
 * @param differenceCount all of them
 * @param differences the first hundred
 */
public record LedgerReport(
    long blocks,
    long lastBlock,
    String lastHead,
    long transfers,
    long sealed,
    long unsealed,
    long postings,
    long accounts,
    Duration duration,
    long differenceCount,
    List<Difference> differences) {

  /** Whether nothing is wrong. */
  public boolean isIntact() {
    return differenceCount == 0;
  }
}
