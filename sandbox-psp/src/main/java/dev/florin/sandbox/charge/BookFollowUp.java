package dev.florin.sandbox.charge;

import dev.florin.sandbox.charge.FollowUpOrder.Kind;
import dev.florin.sandbox.charge.FollowUpResult.Booked;
import dev.florin.sandbox.charge.FollowUpResult.Closed;
import dev.florin.sandbox.charge.FollowUpResult.Conflict;
import dev.florin.sandbox.charge.FollowUpResult.NothingToFollow;
import dev.florin.sandbox.charge.FollowUpResult.Repeated;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Captures, voids and refunds once per reference. What the charge does not allow is booked as
 * declined, decided under the charge's lock; the book's own checks stand behind.
 */
@Service
public class BookFollowUp {

  private final Charges charges;
  private final FollowUps followUps;
  private final References references;
  private final TransactionTemplate transactions;
  private final Duration scriptedTimeout;

  BookFollowUp(
      Charges charges,
      FollowUps followUps,
      References references,
      TransactionTemplate transactions,
      SandboxProperties properties) {
    this.charges = charges;
    this.followUps = followUps;
    this.references = references;
    this.transactions = transactions;
    this.scriptedTimeout = properties.scriptedTimeout();
  }

  /** Books the order, or tells what its reference already stands for. */
  public FollowUpResult book(FollowUpOrder order) {
    Optional<FollowUp> booked = followUps.find(order.reference());
    if (booked.isPresent()) {
      return repeated(order, booked.get());
    }
    Optional<String> chargeId = charges.idBehind(order.ofReference());
    if (chargeId.isEmpty()) {
      return new NothingToFollow();
    }
    try {
      FollowUpResult result = transactions.execute(_ -> bookLocked(order, chargeId.get()));
      keepWaitingAsScripted(order.kind(), chargeId.get());
      return result;
    } catch (DuplicateKeyException taken) {
      return references.isClosed(order.reference()) ? new Closed() : new Conflict();
    }
  }

  /** The follow-up of this kind with this reference of the caller. */
  public Optional<FollowUp> find(Kind kind, String reference) {
    return followUps.find(reference).filter(found -> found.order().kind() == kind);
  }

  /** Everything is committed by then, and no connection is held. */
  private void keepWaitingAsScripted(Kind kind, String chargeId) {
    boolean scripted =
        kind == Kind.REFUND
            && charges.token(chargeId).map(Script::of).stream()
                .anyMatch(script -> script == Script.REFUND_TIMEOUT);
    if (scripted) {
      Waiting.keep(scriptedTimeout);
    }
  }

  private FollowUpResult bookLocked(FollowUpOrder order, String chargeId) {
    Charge charge = charges.lock(chargeId);
    return followUps
        .book(order, chargeId, declineCode(order, charge))
        .<FollowUpResult>map(Booked::new)
        .orElseGet(() -> repeated(order, followUps.find(order.reference()).orElseThrow()));
  }

  private @Nullable String declineCode(FollowUpOrder order, Charge charge) {
    boolean allowed =
        charge.order().currency().equals(order.currency())
            && (endsWaiting(order, charge)
                || (charge.status() == Charge.Status.APPROVED
                    && order.amount() <= available(order, charge)
                    && !isScripted(order.kind(), Script.of(charge.order().token()))));
    return allowed ? null : order.kind().name().toLowerCase(Locale.ROOT) + "_declined";
  }

  /** A charge that waits for its payer is voided as a whole: it is declined then. */
  private static boolean endsWaiting(FollowUpOrder order, Charge charge) {
    return order.kind() == Kind.VOID
        && charge.status() == Charge.Status.REQUIRES_ACTION
        && order.amount() == charge.order().amount();
  }

  /** What one capture took is not given back in the name of another, nor of the authorisation. */
  private long available(FollowUpOrder order, Charge charge) {
    boolean ofCharge = order.ofReference().equals(charge.order().reference());
    return switch (order.kind()) {
      case CAPTURE, VOID -> ofCharge ? charge.reserved() : 0;
      case REFUND -> ofCharge ? charge.refundable() : followUps.refundable(order.ofReference());
    };
  }

  private static boolean isScripted(Kind kind, Script script) {
    return switch (kind) {
      case CAPTURE -> script == Script.CAPTURE_DECLINED;
      case REFUND -> script == Script.REFUND_DECLINED;
      case VOID -> false;
    };
  }

  private static FollowUpResult repeated(FollowUpOrder order, FollowUp booked) {
    return booked.order().equals(order) ? new Repeated(booked) : new Conflict();
  }
}
