package dev.florin.account.account;

import dev.florin.account.audit.Actor;
import dev.florin.account.audit.AuditEntry;
import dev.florin.account.audit.AuditQuery;
import dev.florin.account.audit.AuditTrail;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Freezes, unfreezes and closes wallets, under the row's lock and with a record in the audit. */
@Component
public class ChangeStatus {

  private static final String LOCK =
      """
      SELECT status, posted, held FROM account WHERE id = :id AND kind = 'wallet'
      FOR NO KEY UPDATE
      """;

  private final JdbcClient jdbc;
  private final WalletRows rows;
  private final AuditTrail audit;

  ChangeStatus(JdbcClient jdbc, WalletRows rows, AuditTrail audit) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.audit = audit;
  }

  /** What came of it. */
  public sealed interface Result {

    /**
     * The wallet has the status that was asked for.
     *
     * @param wallet as it is now
     */
    record Changed(Wallet wallet) implements Result {}

    /** No such wallet. */
    record NotFound() implements Result {}

    /**
     * Not from this status.
     *
     * @param status the one it has
     */
    record Illegal(String status) implements Result {}

    /** It cannot be closed while it has money or holds. */
    record NotEmpty() implements Result {}

    /** An operator froze it, so an operator unfreezes it. */
    record OperatorsOnly() implements Result {}
  }

  /** What the audit says of a wallet. */
  record State(String status) {}

  private record Row(String status, long posted, long held) {}

  /**
   * Makes the move, once.
   *
   * @param reason why, in the actor's words
   */
  @Transactional
  public Result change(UUID accountId, StatusMove move, Actor actor, String reason) {
    Row row = jdbc.sql(LOCK).param("id", accountId).query(Row.class).optional().orElse(null);
    if (row == null) {
      return new Result.NotFound();
    }
    if (!row.status().equals(move.target())) {
      Result refusal = refusal(accountId, row, move, actor);
      if (refusal != null) {
        return refusal;
      }
      jdbc.sql("UPDATE account SET status = :status WHERE id = :id")
          .param("status", move.target())
          .param("id", accountId)
          .update();
      audit.record(
          new AuditEntry(
              actor,
              move.action(),
              accountId,
              null,
              new State(row.status()),
              new State(move.target()),
              reason));
    }
    return new Result.Changed(rows.findById(accountId).orElseThrow());
  }

  private @Nullable Result refusal(UUID accountId, Row row, StatusMove move, Actor actor) {
    if (!move.isAllowedFrom(row.status())) {
      return new Result.Illegal(row.status());
    }
    if (move == StatusMove.CLOSE && (row.posted() != 0 || row.held() != 0)) {
      return new Result.NotEmpty();
    }
    boolean mayLift =
        move != StatusMove.UNFREEZE || actor.isOperator() || !frozenByOperator(accountId);
    return mayLift ? null : new Result.OperatorsOnly();
  }

  private boolean frozenByOperator(UUID accountId) {
    AuditQuery freezes =
        new AuditQuery(accountId, null, StatusMove.FREEZE.action(), null, null, null, null);
    return audit.page(freezes, 1, null, null).data().stream()
        .anyMatch(last -> new Actor(last.actor()).isOperator());
  }
}
