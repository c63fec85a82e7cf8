package dev.florin.account.adjustment;

import dev.florin.account.audit.Actor;
import dev.florin.account.audit.AuditEntry;
import dev.florin.account.audit.AuditTrail;
import dev.florin.account.ledger.Entry;
import dev.florin.account.ledger.Leg;
import dev.florin.account.ledger.Outcome;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The adjustments that were asked for, each change of theirs audited with it. */
@Component
class Adjustments {

  private static final String INSERT =
      """
      INSERT INTO adjustment (id, actor, idempotency_key, fingerprint)
      VALUES (:id, :actor, :key, decode(:fingerprint, 'hex'))
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT id, encode(fingerprint, 'hex') AS fingerprint
      FROM adjustment WHERE actor = :actor AND idempotency_key = :key
      """;

  private static final String END =
      "UPDATE adjustment SET outcome = :outcome WHERE id = :id AND outcome IS NULL";

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  Adjustments(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /** Whether the ledger may be asked. */
  sealed interface Request {
    /** It is written down, now or earlier. */
    record Accepted(String id) implements Request {}

    record KeyReused() implements Request {}

    record IdTaken() implements Request {}
  }

  private record Row(String id, String fingerprint) {}

  /** A leg as the audit shows it; amounts as decimals. */
  private record WantedLeg(String account, String direction, String amount, String currency) {}

  private record Wanted(List<WantedLeg> legs) {}

  /** Balances in minor units. */
  private record Balance(UUID accountId, long posted, long version) {}

  private record Balances(List<Balance> balances) {}

  private record Refusal(String declineCode) {}

  static String transferId(String id) {
    return "adjustment:" + id;
  }

  @Transactional
  public Request request(Actor operator, String key, Adjustment adjustment) {
    String wantedId = adjustment.id();
    String id = wantedId == null ? UUID.randomUUID().toString() : wantedId;
    String fingerprint = adjustment.fingerprint().hex();
    int inserted =
        jdbc.sql(INSERT)
            .param("id", id)
            .param("actor", operator.name())
            .param("key", key)
            .param("fingerprint", fingerprint)
            .update();
    if (inserted == 1) {
      audit.record(
          new AuditEntry(
              operator,
              "adjustment.requested",
              null,
              transferId(id),
              null,
              new Wanted(adjustment.legs().stream().map(Adjustments::wanted).toList()),
              adjustment.reason()));
      return new Request.Accepted(id);
    }
    Row earlier =
        jdbc.sql(FIND)
            .param("actor", operator.name())
            .param("key", key)
            .query(Row.class)
            .optional()
            .orElse(null);
    if (earlier == null) {
      return new Request.IdTaken();
    }
    return earlier.fingerprint().equals(fingerprint)
        ? new Request.Accepted(earlier.id())
        : new Request.KeyReused();
  }

  @Transactional
  public void conclude(Actor operator, String id, Outcome.Posted posted) {
    if (end(id, "posted")) {
      audit.record(
          new AuditEntry(
              operator,
              "adjustment.posted",
              null,
              transferId(id),
              new Balances(posted.entries().stream().map(Adjustments::found).toList()),
              new Balances(posted.entries().stream().map(Adjustments::left).toList()),
              null));
    }
  }

  @Transactional
  public void conclude(Actor operator, String id, Outcome.Declined declined) {
    if (end(id, declined.code().code())) {
      audit.record(
          new AuditEntry(
              operator,
              "adjustment.declined",
              null,
              transferId(id),
              null,
              new Refusal(declined.code().code()),
              null));
    }
  }

  private boolean end(String id, String outcome) {
    return jdbc.sql(END).param("outcome", outcome).param("id", id).update() == 1;
  }

  private static WantedLeg wanted(Leg leg) {
    return new WantedLeg(
        Adjustment.name(leg.account()),
        leg.direction().code(),
        leg.amount().toDecimalString(),
        leg.amount().currencyCode());
  }

  private static Balance found(Entry entry) {
    return new Balance(entry.accountId(), entry.balanceBefore(), entry.version() - 1);
  }

  private static Balance left(Entry entry) {
    return new Balance(entry.accountId(), entry.balanceAfter(), entry.version());
  }
}
