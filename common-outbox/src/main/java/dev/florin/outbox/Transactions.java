package dev.florin.outbox;

import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Insists on the caller's transaction: a row written outside it would break the one promise. */
final class Transactions {

  private Transactions() {}

  static void require(String operation) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalTransactionStateException(
          operation + " must run in the transaction of the change it belongs to");
    }
  }
}
