package dev.florin.account.audit;

import java.util.List;

/**
 * A part of the audit, newest first.
 *
 * @param hasMore whether there is more in the direction that was read
 */
public record AuditPage(List<AuditRecord> data, boolean hasMore) {

  /** The same part as merchants may see it. */
  public AuditPage forMerchants() {
    return new AuditPage(data.stream().map(AuditRecord::forMerchants).toList(), hasMore);
  }

  /** From rows of which one more was read than asked for. */
  static AuditPage of(List<AuditRecord> rows, int limit) {
    boolean more = rows.size() > limit;
    return new AuditPage(more ? List.copyOf(rows.subList(0, limit)) : List.copyOf(rows), more);
  }
}
