package dev.florin.account.settlement;

/** A payment that the ledger cannot settle as its event says; a person has to look. */
class SettlementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SettlementException(String message) {
    super(message);
  }
}
