package dev.florin.sandbox.charge;

import dev.florin.sandbox.callback.Callbacks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides the charges that were not decided at once: by the clock, or as their payer says. Decision
 * and callback stand or fall together.
 */
@Service
public class DecideCharges {

  private static final int BATCH = 50;
  private static final List<Duration> AT_ONCE = List.of(Duration.ZERO);

  private final Charges charges;
  private final Callbacks callbacks;
  private final TransactionTemplate transactions;
  private final SandboxProperties properties;

  DecideCharges(
      Charges charges,
      Callbacks callbacks,
      TransactionTemplate transactions,
      SandboxProperties properties) {
    this.charges = charges;
    this.callbacks = callbacks;
    this.transactions = transactions;
    this.properties = properties;
  }

  @Scheduled(fixedDelayString = "${florin.sandbox.decision-interval:300ms}")
  void decideWhatIsDue() {
    transactions.executeWithoutResult(_ -> charges.approveDue(BATCH).forEach(this::callBack));
  }

  /** The charge whose payer knows this key. */
  public Optional<ChargeDocument> withAuthenticationKey(String key) {
    return charges.withAuthenticationKey(key).map(this::document);
  }

  /**
   * Takes the payer's word, once; a second one changes nothing.
   *
   * @return the charge as it stands then; empty if nobody has this key
   */
  public Optional<ChargeDocument> authenticate(String key, boolean confirmed) {
    transactions.executeWithoutResult(
        _ ->
            charges
                .authenticated(key, confirmed ? null : "authentication_failed")
                .ifPresent(this::callBack));
    return withAuthenticationKey(key);
  }

  private void callBack(Charge charge) {
    callbacks.promise(TakeCharge.DECIDED, document(charge), AT_ONCE);
  }

  private ChargeDocument document(Charge charge) {
    return ChargeDocument.of(charge, properties.publicUrl());
  }
}
