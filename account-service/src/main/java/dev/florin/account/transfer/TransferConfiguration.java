package dev.florin.account.transfer;

import dev.florin.account.ledger.Command;
import dev.florin.account.ledger.Ledger;
import dev.florin.account.ledger.Outcome;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The ledger as transfers see it. */
@Configuration(proxyBeanMethods = false)
class TransferConfiguration {

  @Bean
  LedgerDesk ledgerDesk(Ledger ledger) {
    return new LedgerDesk() {
      @Override
      public Outcome.OfMovement execute(Command.Movement command) {
        return ledger.execute(command);
      }

      @Override
      public Outcome.OfReservation execute(Command.Reservation command) {
        return ledger.execute(command);
      }
    };
  }
}
