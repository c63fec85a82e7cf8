package dev.florin.account.ledger;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The caller's time ran out while its command was being carried out. The same command, sent again,
 * is answered with what came of it.
 */
public final class OutcomeUnknownException extends DataAccessResourceFailureException {

  private static final long serialVersionUID = 1L;

  OutcomeUnknownException() {
    super("the time ran out before the ledger answered");
  }
}
