package dev.florin.account.transfer;

import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Outcome;

/** The ledger, as far as a transfer needs it. */
interface LedgerDesk {

  /**
   * Moves money; asking again answers the same.
   *
   * @throws org.springframework.dao.DataAccessException if what came of it is not known
   */
  Outcome.OfMovement execute(Command.Movement command);

  /**
   * Holds money, or lets it go; asking again answers the same.
   *
   * @throws org.springframework.dao.DataAccessException if what came of it is not known
   */
  Outcome.OfReservation execute(Command.Reservation command);
}
