package dev.florin.account.ledger;

import org.springframework.dao.TransientDataAccessException;

/**
 * The command was not carried out, nor will be: accounts stayed locked for too long, too many
 * commands wait, or its time ran out while it waited. It may be sent again.
 */
public final class LedgerBusyException extends TransientDataAccessException {

  private static final long serialVersionUID = 1L;

  LedgerBusyException(String message, Throwable cause) {
    super(message, cause);
  }

  LedgerBusyException(String message) {
    super(message);
  }
}
