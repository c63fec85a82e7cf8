package dev.florin.account.integrity;

import static dev.florin.account.integrity.Invariant.A2;
import static dev.florin.account.integrity.Invariant.I1;
import static dev.florin.account.integrity.Invariant.I14;
import static dev.florin.account.integrity.Invariant.I2;
import static dev.florin.account.integrity.Invariant.I3;
import static dev.florin.account.integrity.Invariant.I4;
import static dev.florin.account.integrity.Invariant.I8;

import java.util.List;

/** What breaks an invariant, as SQL; the one place where that stands. */
final class Checks {

  /** Sums are numeric: a check must not fail where the balance it checks has overflowed. */
  private static final String NET =
      "sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END::numeric)";

  /** What every currency's balances come to; zero is good. */
  static final String SUMS = "SELECT currency, sum(posted) AS net FROM account GROUP BY currency";

  /** What stands on all wallets together, and on each system account. */
  static final String STANDINGS =
      """
      SELECT currency, CASE kind WHEN 'wallet' THEN 'wallets' ELSE code END AS account,
             sum(posted) AS posted, sum(held) AS held
      FROM account GROUP BY 1, 2
      """;

  static final Check ZERO_SUM =
      new Check(
          I1,
          "the balances in this currency do not sum to zero",
          "SELECT currency FROM (%s) s WHERE net <> 0".formatted(SUMS));

  /** Checks over balances as they are now. */
  static final List<Check> BALANCES =
      List.of(
          new Check(
              I3,
              "the wallet is below zero",
              "SELECT id::text FROM account WHERE kind = 'wallet' AND posted::numeric - held < 0"),
          new Check(I3, "less than nothing is held", "SELECT id::text FROM account WHERE held < 0"),
          new Check(
              I14,
              "held is not what the account's placed holds reserve",
              """
              SELECT coalesce(a.id, h.account_id)::text
              FROM (SELECT id, held FROM account WHERE held <> 0) a
              FULL JOIN (SELECT account_id, sum(remaining) AS reserved
                         FROM hold WHERE status = 'placed' GROUP BY account_id) h
                ON h.account_id = a.id
              WHERE coalesce(a.held, 0) <> coalesce(h.reserved, 0)
              """),
          new Check(
              I14,
              "the hold has lapsed and has not ended",
              """
              SELECT id FROM hold
              WHERE status = 'placed' AND expires_at < now() - make_interval(secs => :overdue)
              """),
          new Check(
              I4, "the unique index that makes this happen once is missing", missingIndexes()));

  private static final String SOME_TRANSFERS =
      "SELECT * FROM transfer WHERE position > :after::bigint AND position <= :to::bigint";

  /** Checks over transfers between two positions. */
  static final List<Check> TRANSFERS =
      List.of(
          new Check(
              I1,
              "the transfer's postings do not balance",
              """
              SELECT t.id FROM (%s) t CROSS JOIN LATERAL (
                SELECT %s AS net FROM posting WHERE transfer_id = t.id GROUP BY currency) p
              WHERE p.net <> 0
              """
                  .formatted(SOME_TRANSFERS, NET)),
          new Check(
              I1,
              "the transfer has not the postings that it announces",
              """
              SELECT t.id FROM (%s) t
              WHERE t.legs <> (SELECT count(*) FROM posting WHERE transfer_id = t.id)
              """
                  .formatted(SOME_TRANSFERS)),
          new Check(
              I4,
              "the id stands for several transfers",
              """
              SELECT o.id FROM transfer o WHERE o.id IN (SELECT id FROM (%s) t)
              GROUP BY o.id HAVING count(*) > 1
              """
                  .formatted(SOME_TRANSFERS)),
          new Check(
              I4,
              "the transfer is reversed several times",
              """
              SELECT o.reverses FROM transfer o
              WHERE o.reverses IN (SELECT reverses FROM (%s) t WHERE reverses IS NOT NULL)
              GROUP BY o.reverses HAVING count(*) > 1
              """
                  .formatted(SOME_TRANSFERS)),
          new Check(
              I4,
              "the reversal is not equal and opposite to what it reverses",
              """
              SELECT t.id FROM (%s) t
              WHERE t.reverses IS NOT NULL AND t.decline_code IS NULL AND EXISTS (
                SELECT FROM posting WHERE transfer_id IN (t.id, t.reverses)
                GROUP BY account_id HAVING %s <> 0)
              """
                  .formatted(SOME_TRANSFERS, NET)),
          new Check(
              I14,
              "the transfer posts a hold that is not there",
              """
              SELECT t.id FROM (%s) t
              WHERE t.hold_id IS NOT NULL AND t.decline_code IS NULL
                AND NOT EXISTS (SELECT FROM hold WHERE id = t.hold_id)
              """
                  .formatted(SOME_TRANSFERS)),
          new Check(
              A2,
              "nobody is recorded to have asked for the adjustment",
              """
              SELECT t.id FROM (%s) t
              WHERE t.kind = 'adjustment' AND t.decline_code IS NULL AND NOT EXISTS (
                SELECT FROM account_audit
                WHERE transfer_id = t.id AND action = 'adjustment.requested')
              """
                  .formatted(SOME_TRANSFERS)));

  private static final String THEIR_POSTINGS =
      """
      SELECT p.* FROM posting p JOIN transfer f ON f.id = p.transfer_id
      WHERE f.position > :after::bigint AND f.position <= :to::bigint
      """;

  /** Checks over the postings of the transfers between two positions. */
  static final List<Check> POSTINGS_OF_TRANSFERS = postings(THEIR_POSTINGS);

  /** Checks over the accounts that the transfers between two positions moved. */
  static final List<Check> ACCOUNTS_OF_TRANSFERS =
      accounts(
          "SELECT * FROM account WHERE id IN (SELECT account_id FROM (%s) e)"
              .formatted(THEIR_POSTINGS));

  /** Checks over postings between two places, versions and accounts being the order. */
  static final List<Check> POSTINGS =
      postings(
          """
          SELECT * FROM posting
          WHERE (account_version, account_id) > (:afterVersion, :after::uuid)
            AND (account_version, account_id) <= (:toVersion, :to::uuid)
          """);

  /** Checks over accounts between two ids. */
  static final List<Check> ACCOUNTS =
      accounts("SELECT * FROM account WHERE id > :after::uuid AND id <= :to::uuid");

  private static final String SOME_HOLDS =
      "SELECT * FROM hold WHERE id > :after AND (:to::text IS NULL OR id <= :to)";

  /** Checks over holds between two ids. */
  static final List<Check> HOLDS =
      List.of(
          new Check(
              I8,
              "the hold's amounts do not go with its status",
              """
              SELECT id FROM (%s) h
              WHERE CASE status
                      WHEN 'placed' THEN remaining <= 0 OR posted + remaining <> amount
                      WHEN 'posted' THEN remaining <> 0 OR posted <= 0 OR posted > amount
                      WHEN 'voided' THEN remaining <> 0 OR posted < 0 OR posted > amount
                      WHEN 'expired' THEN remaining <> 0 OR posted < 0 OR posted > amount
                      WHEN 'declined' THEN remaining <> 0 OR posted <> 0 OR decline_code IS NULL
                      ELSE true
                    END
              """
                  .formatted(SOME_HOLDS)),
          new Check(
              I14,
              "what the hold has posted is not what its transfers took",
              """
              SELECT h.id FROM (%s) h
              WHERE h.posted <> (
                SELECT coalesce(sum(p.amount), 0)
                FROM transfer t JOIN posting p ON p.transfer_id = t.id
                WHERE t.hold_id = h.id AND p.account_id = h.account_id AND p.direction = 'debit')
              """
                  .formatted(SOME_HOLDS)));

  private Checks() {}

  private static List<Check> postings(String some) {
    return List.of(
        new Check(
            I2,
            "the posting does not continue the one before it",
            """
            SELECT p.account_id || '/' || p.account_version
            FROM (%s) p
            LEFT JOIN posting b
              ON b.account_id = p.account_id AND b.account_version = p.account_version - 1
            WHERE (p.account_version > 1 AND b.account_id IS NULL)
               OR p.balance_after - CASE p.direction WHEN 'credit' THEN p.amount ELSE -p.amount
                                    END::numeric
                  <> coalesce(b.balance_after, 0)
            """
                .formatted(some)),
        new Check(
            I1,
            "the posting belongs to no transfer that announces it",
            """
            SELECT p.account_id || '/' || p.account_version
            FROM (%s) p LEFT JOIN transfer t ON t.id = p.transfer_id
            WHERE t.id IS NULL OR p.leg > t.legs
            """
                .formatted(some)),
        new Check(
            I2,
            "the posting is on no account of its currency",
            """
            SELECT p.account_id || '/' || p.account_version
            FROM (%s) p LEFT JOIN account a ON a.id = p.account_id AND a.currency = p.currency
            WHERE a.id IS NULL
            """
                .formatted(some)));
  }

  private static List<Check> accounts(String some) {
    return List.of(
        new Check(
            I2,
            "the account does not stand at its last posting",
            """
            SELECT a.id::text
            FROM (%s) a
            LEFT JOIN posting l ON l.account_id = a.id AND l.account_version = a.version
            LEFT JOIN posting n ON n.account_id = a.id AND n.account_version = a.version + 1
            WHERE coalesce(l.balance_after, 0) <> a.posted
               OR (a.version > 0 AND l.account_id IS NULL)
               OR n.account_id IS NOT NULL
            """
                .formatted(some)),
        new Check(
            A2,
            "the account's status is not the one that was last recorded",
            """
            SELECT a.id::text
            FROM (%s) a
            LEFT JOIN LATERAL (
              SELECT after::json ->> 'status' AS status FROM account_audit
              WHERE account_id = a.id AND action LIKE 'account.%%'
              ORDER BY number DESC LIMIT 1) r ON true
            WHERE a.status <> coalesce(r.status, 'open')
            """
                .formatted(some)));
  }

  private static String missingIndexes() {
    return """
    SELECT wanted.name || ' (' || array_to_string(wanted.columns, ', ') || ')'
    FROM (VALUES
      ('transfer', ARRAY['id']), ('transfer', ARRAY['reverses']),
      ('posting', ARRAY['account_version', 'account_id']),
      ('posting', ARRAY['transfer_id', 'leg']),
      ('hold', ARRAY['id'])) AS wanted (name, columns)
    WHERE NOT EXISTS (
      SELECT FROM pg_index i
      WHERE i.indrelid = to_regclass(wanted.name) AND i.indisunique AND i.indisvalid
        AND ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY k (number, place)
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                  ORDER BY k.place) = wanted.columns)
    """;
  }
}
