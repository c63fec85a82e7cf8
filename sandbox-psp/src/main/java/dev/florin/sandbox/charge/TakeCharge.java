package dev.florin.sandbox.charge;

import dev.florin.sandbox.callback.Callbacks;
import dev.florin.sandbox.charge.Charge.Status;
import dev.florin.sandbox.charge.ChargeResult.Booked;
import dev.florin.sandbox.charge.ChargeResult.Closed;
import dev.florin.sandbox.charge.ChargeResult.Conflict;
import dev.florin.sandbox.charge.ChargeResult.Garbled;
import dev.florin.sandbox.charge.ChargeResult.Lost;
import dev.florin.sandbox.charge.ChargeResult.Repeated;
import dev.florin.sandbox.charge.Charges.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes a charge once per reference, behaving as its token scripts it. */
@Service
public class TakeCharge {

  /** What callbacks about charges are called. */
  static final String DECIDED = "charge.decided";

  private static final List<Duration> THREE_TIMES =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(1500));

  private static final List<Duration> ONCE_LATER = List.of(Duration.ofSeconds(1));

  /** One unit of most currencies, by which a wrong amount is too low where that is possible. */
  private static final long WRONG_BY = 100;

  private final Charges charges;
  private final References references;
  private final Callbacks callbacks;
  private final TransactionTemplate transactions;
  private final SandboxProperties properties;

  TakeCharge(
      Charges charges,
      References references,
      Callbacks callbacks,
      TransactionTemplate transactions,
      SandboxProperties properties) {
    this.charges = charges;
    this.references = references;
    this.callbacks = callbacks;
    this.transactions = transactions;
    this.properties = properties;
  }

  /** Books the order, or tells what its reference already stands for. */
  public ChargeResult take(ChargeOrder order) {
    try {
      return takeOnce(order);
    } catch (DuplicateKeyException taken) {
      return references.isClosed(order.reference()) ? new Closed() : new Conflict();
    }
  }

  private ChargeResult takeOnce(ChargeOrder order) {
    Optional<Charge> booked = charges.find(order.reference());
    if (booked.isPresent()) {
      return repeated(order, booked.get());
    }
    Script script = Script.of(order.token());
    return switch (script) {
      case APPROVED, REFUND_DECLINED, CAPTURE_DECLINED, REFUND_TIMEOUT ->
          book(order, approved(order));
      case CARD_DECLINED, INSUFFICIENT_FUNDS, EXPIRED_CARD, PROCESSING_ERROR ->
          book(order, new Entry(Status.DECLINED, script.declineCode(), order.amount(), null, null));
      case WRONG_AMOUNT ->
          book(order, new Entry(Status.APPROVED, null, wrong(order.amount()), null, null));
      case REQUIRES_ACTION -> book(order, requiresAction(order));
      case PENDING ->
          book(
              order,
              new Entry(Status.PENDING, null, order.amount(), null, properties.pendingFor()));
      case SLOW -> after(properties.scriptedDelay(), book(order, approved(order)));
      case TIMEOUT_CHARGED -> after(properties.scriptedTimeout(), book(order, approved(order)));
      case TIMEOUT_NOT_CHARGED -> after(properties.scriptedTimeout(), new Lost());
      case LATE_SUCCESS -> takeLate(order);
      case DUPLICATE_CALLBACK ->
          transactions.execute(_ -> callingBack(book(order, approved(order)), THREE_TIMES));
      case CONTRADICTING_CALLBACK ->
          transactions.execute(_ -> contradicting(book(order, approved(order))));
      case MALFORMED -> book(order, approved(order)) instanceof Conflict c ? c : new Garbled();
    };
  }

  /** The charge with this reference of the caller. */
  public Optional<ChargeDocument> find(String reference) {
    Optional<Charge> found = charges.find(reference);
    if (found.isEmpty()) {
      charges.decideSoon(reference, properties.finalityWindow(), properties.lateBy());
    }
    return found.map(this::document);
  }

  private ChargeResult takeLate(ChargeOrder order) {
    if (!charges.isDeferred(order.reference())) {
      Entry late = new Entry(Status.DEFERRED, null, order.amount(), null, properties.lateAtMost());
      if (charges.book(order, late).isEmpty() && !charges.isDeferred(order.reference())) {
        return new Conflict();
      }
    }
    return after(properties.scriptedTimeout(), new Lost());
  }

  private ChargeResult book(ChargeOrder order, Entry entry) {
    return charges
        .book(order, entry)
        .<ChargeResult>map(charge -> new Booked(document(charge)))
        .orElseGet(
            () ->
                charges
                    .find(order.reference())
                    .map(booked -> repeated(order, booked))
                    .orElseGet(Conflict::new));
  }

  private ChargeResult repeated(ChargeOrder order, Charge booked) {
    return booked.order().equals(order) ? new Repeated(document(booked)) : new Conflict();
  }

  private ChargeResult callingBack(ChargeResult result, List<Duration> pauses) {
    if (result instanceof Booked(ChargeDocument charge)) {
      callbacks.promise(DECIDED, charge, pauses);
    }
    return result;
  }

  private ChargeResult contradicting(ChargeResult result) {
    if (result instanceof Booked(ChargeDocument charge)) {
      callbacks.promise(DECIDED, charge.contradicted(), ONCE_LATER);
    }
    return result;
  }

  private ChargeDocument document(Charge charge) {
    return ChargeDocument.of(charge, properties.publicUrl());
  }

  private static Entry approved(ChargeOrder order) {
    return new Entry(Status.APPROVED, null, order.amount(), null, null);
  }

  private static Entry requiresAction(ChargeOrder order) {
    // Random as a whole: whoever knows the address decides in the payer's name.
    String key = UUID.randomUUID().toString().replace("-", "");
    return new Entry(Status.REQUIRES_ACTION, null, order.amount(), key, null);
  }

  private static long wrong(long amount) {
    return amount > WRONG_BY ? amount - WRONG_BY : amount + WRONG_BY;
  }

  private static ChargeResult after(Duration pause, ChargeResult result) {
    Waiting.keep(pause);
    return result;
  }
}
