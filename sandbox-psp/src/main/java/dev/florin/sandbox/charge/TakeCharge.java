package dev.florin.sandbox.charge;

import dev.florin.sandbox.charge.ChargeResult.Booked;
import dev.florin.sandbox.charge.ChargeResult.Conflict;
import dev.florin.sandbox.charge.ChargeResult.Lost;
import dev.florin.sandbox.charge.ChargeResult.Repeated;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Takes a charge once per reference, behaving as its token scripts. */
@Service
public class TakeCharge {

  private final Charges charges;
  private final Duration scriptedTimeout;

  TakeCharge(Charges charges, SandboxProperties properties) {
    this.charges = charges;
    this.scriptedTimeout = properties.scriptedTimeout();
  }

  /** Books the order, or tells what its reference already stands for. */
  public ChargeResult take(ChargeOrder order) {
    Optional<Charge> booked = charges.find(order.reference());
    if (booked.isPresent()) {
      return repeated(order, booked.get());
    }
    Script script = Script.of(order.token());
    return switch (script) {
      case APPROVED, CARD_DECLINED, INSUFFICIENT_FUNDS, EXPIRED_CARD, PROCESSING_ERROR ->
          book(order, script);
      case TIMEOUT_CHARGED -> {
        ChargeResult result = book(order, script);
        keepWaiting();
        yield result;
      }
      case TIMEOUT_NOT_CHARGED -> {
        keepWaiting();
        yield new Lost();
      }
    };
  }

  /** The charge with this reference of the caller. */
  public Optional<Charge> find(String reference) {
    return charges.find(reference);
  }

  private ChargeResult book(ChargeOrder order, Script script) {
    return charges
        .book(order, script.declineCode())
        .<ChargeResult>map(Booked::new)
        .orElseGet(() -> repeated(order, charges.find(order.reference()).orElseThrow()));
  }

  private static ChargeResult repeated(ChargeOrder order, Charge booked) {
    return booked.order().equals(order) ? new Repeated(booked) : new Conflict();
  }

  /** Blocks a virtual thread only: every statement has returned its connection by then. */
  private void keepWaiting() {
    try {
      Thread.sleep(scriptedTimeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
