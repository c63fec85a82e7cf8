package dev.florin.payment.reconciliation;

import dev.florin.payment.payment.OperatorActions;
import dev.florin.payment.payment.OperatorActions.Action;
import dev.florin.payment.payment.PaymentError;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Closes a case once somebody has seen to it. */
@Service
public class CloseCase {

  private final Cases cases;
  private final OperatorActions actions;
  private final TransactionOperations transactions;

  CloseCase(Cases cases, OperatorActions actions, TransactionOperations transactions) {
    this.cases = cases;
    this.actions = actions;
    this.transactions = transactions;
  }

  /**
   * Closes a case.
   *
   * @throws ProblemException 404 if there is none, 409 {@code invalid_state} if it is closed
   */
  public ReconciliationCase close(UUID uuid, String actor, String reason) {
    Boolean closed =
        transactions.execute(
            _ -> {
              boolean open = cases.close(uuid, actor, reason);
              if (open) {
                actions.add(Action.CLOSE_CASE, uuid, actor, reason, Map.of());
              }
              return open;
            });
    ReconciliationCase found =
        cases
            .find(uuid)
            .orElseThrow(
                () -> new ProblemException(CommonError.NOT_FOUND, "there is no such case"));
    if (!Boolean.TRUE.equals(closed)) {
      throw new ProblemException(
          PaymentError.INVALID_STATE, "the case is closed already, and closed is final");
    }
    return found;
  }
}
