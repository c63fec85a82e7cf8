package dev.florin.account.integrity;

import java.util.List;

/**
 * A table that is gone through from end to end, again and again.
 *
 * @param checks what its rows are checked for, between two places
 * @param start before the first row
 * @param end behind the last row
 * @param next selects where to stop after so many rows; nothing if there are not so many any more
 */
record SweptTable(List<Check> checks, Place start, Place end, String next) {

  private static final String FIRST_ID = "00000000-0000-0000-0000-000000000000";
  private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

  static final SweptTable TRANSFERS =
      new SweptTable(
          Checks.TRANSFERS,
          new Place(Long.toString(Long.MIN_VALUE), 0),
          new Place(Long.toString(Long.MAX_VALUE), 0),
          """
          SELECT position::text, 0 FROM transfer WHERE position > :after::bigint
          ORDER BY position OFFSET :rows LIMIT 1
          """);

  static final SweptTable POSTINGS =
      new SweptTable(
          Checks.POSTINGS,
          new Place(FIRST_ID, 0),
          new Place(LAST_ID, Long.MAX_VALUE),
          """
          SELECT account_id::text, account_version FROM posting
          WHERE (account_version, account_id) > (:afterVersion, :after::uuid)
          ORDER BY account_version, account_id OFFSET :rows LIMIT 1
          """);

  static final SweptTable ACCOUNTS =
      new SweptTable(
          Checks.ACCOUNTS,
          new Place(FIRST_ID, 0),
          new Place(LAST_ID, 0),
          "SELECT id::text, 0 FROM account WHERE id > :after::uuid ORDER BY id OFFSET :rows LIMIT 1");

  static final SweptTable HOLDS =
      new SweptTable(
          Checks.HOLDS,
          new Place("", 0),
          new Place(null, 0),
          "SELECT id, 0 FROM hold WHERE id > :after ORDER BY id OFFSET :rows LIMIT 1");

  static final List<SweptTable> ALL = List.of(TRANSFERS, POSTINGS, ACCOUNTS, HOLDS);
}
