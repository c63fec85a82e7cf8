package dev.florin.account.ledger;

import org.springframework.dao.TransientDataAccessException;

/**
 * The accounts stayed locked by others for too long. Nothing was written; it may be tried again.
 */
public final class LedgerBusyException extends TransientDataAccessException {

  private static final long serialVersionUID = 1L;

  LedgerBusyException(Throwable cause) {
    super("the accounts are busy", cause);
  }
}
