package dev.florin.payment.resolution;

import dev.florin.payment.authorization.AttemptFindings;
import dev.florin.payment.authorization.AttemptFindings.Finding;
import dev.florin.payment.authorization.AttemptFindings.Settled;
import dev.florin.payment.authorization.AuthorizePayment;
import dev.florin.payment.operation.CarryOutOperation;
import dev.florin.payment.operation.Operation;
import dev.florin.payment.operation.Operations;
import dev.florin.payment.operation.StaleOperationException;
import dev.florin.payment.operation.UndoRefused;
import dev.florin.payment.payment.OpenPayments;
import dev.florin.payment.payment.OperatorActions;
import dev.florin.payment.payment.OperatorActions.Action;
import dev.florin.payment.payment.Payment;
import dev.florin.payment.payment.PaymentError;
import dev.florin.payment.payment.Payments;
import dev.florin.payment.payment.StalePaymentException;
import dev.florin.payment.resolution.Parked.WaitsFor;
import dev.florin.web.problem.CommonError;
import dev.florin.web.problem.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * What operators do about parked work: have it tried again, or tell what became of an attempt.
 * Either is written down before it is done, and decides nothing by itself: the saga goes on with
 * what the services behind it know then.
 */
@Service
public class ResolveParked {

  private static final Logger log = LoggerFactory.getLogger(ResolveParked.class);

  private final ParkedWork parked;
  private final Payments payments;
  private final OpenPayments open;
  private final Operations operations;
  private final CarryOutOperation carryOut;
  private final UndoRefused undoRefused;
  private final AttemptFindings findings;
  private final AuthorizePayment authorize;
  private final OperatorActions actions;

  ResolveParked(
      ParkedWork parked,
      Payments payments,
      OpenPayments open,
      Operations operations,
      CarryOutOperation carryOut,
      UndoRefused undoRefused,
      AttemptFindings findings,
      AuthorizePayment authorize,
      OperatorActions actions) {
    this.parked = parked;
    this.payments = payments;
    this.open = open;
    this.operations = operations;
    this.carryOut = carryOut;
    this.undoRefused = undoRefused;
    this.findings = findings;
    this.authorize = authorize;
    this.actions = actions;
  }

  /**
   * Has parked work tried again at once.
   *
   * @return the payment as it stands then
   * @throws ProblemException 404 if there is no such payment, 409 {@code invalid_state} if it is
   *     not parked
   */
  public Payment retry(UUID uuid, String actor, String reason) {
    Parked work = requireParked(uuid);
    actions.add(Action.RETRY, uuid, actor, reason, Map.of());
    return carryOn(work);
  }

  /**
   * Has it written down at the channels what became of the attempt, and carries the payment on.
   *
   * @return the payment as it stands then
   * @throws ProblemException as for a retry; 409 {@code attempt_final} if the attempt is known to
   *     have another end; 503 {@code resolution_unanswered} if it is to be sent again
   */
  public Payment resolve(UUID uuid, Finding finding) {
    Parked work = requireParked(uuid);
    String attemptId = work.attemptId();
    if (attemptId == null) {
      throw notNow(work.paymentId(), "does not wait for the end of one attempt; retry it");
    }
    actions.add(Action.RESOLVE, uuid, finding.actor(), finding.reason(), detail(finding));
    switch (findings.settle(attemptId, finding)) {
      case Settled.Agreed() -> {}
      case Settled.Contradicted() -> throw problem(PaymentError.ATTEMPT_FINAL, work);
      case Settled.NotReached(), Settled.Unknown() ->
          throw problem(PaymentError.RESOLUTION_UNANSWERED, work);
    }
    return carryOn(work);
  }

  /**
   * Gives up what the ledger refuses for good: a capture is given back at the channel and fails,
   * and so does a counted refund that exceeds what was captured.
   *
   * @return the payment as it stands then
   * @throws ProblemException as for a retry; 409 {@code invalid_state} if it is nothing of that, or
   *     somebody works on it
   */
  public Payment undo(UUID uuid, String actor, String reason) {
    Parked work = requireParked(uuid);
    if (work.waitsFor() != WaitsFor.LEDGER) {
      throw notNow(work.paymentId(), "does not wait for the ledger; nothing is to be undone");
    }
    actions.add(Action.RESOLVE, uuid, actor, reason, Map.of("result", "undone"));
    if (!undoRefused.undo(uuid)) {
      throw notNow(
          work.paymentId(),
          "has nothing that can be undone now; retry it once the ledger's reason is mended");
    }
    return payments.get(work.paymentUuid());
  }

  /** A worker that has it already goes on; otherwise the caller is the worker. */
  private Payment carryOn(Parked work) {
    UUID uuid = work.uuid();
    if (work.isPayment()) {
      if (open.retry(uuid)) {
        open.takeUp(uuid).ifPresent(this::carryOn);
      }
    } else if (operations.retry(uuid)) {
      operations.takeUp(uuid).ifPresent(this::carryOn);
    }
    return payments.get(work.paymentUuid());
  }

  private void carryOn(Operation operation) {
    try {
      carryOut.run(operation);
    } catch (StaleOperationException overtaken) {
      log.info("operation {} was taken up by another worker", operation.id());
    }
  }

  private void carryOn(Payment payment) {
    try {
      authorize.carryOn(payment);
    } catch (StalePaymentException overtaken) {
      log.info("payment {} was taken up by another worker", payment.id());
    }
  }

  private Parked requireParked(UUID uuid) {
    return parked
        .find(uuid)
        .orElseThrow(
            () ->
                payments
                    .find(uuid)
                    .map(payment -> notNow(payment.terms().paymentId(), "is not parked"))
                    .orElseGet(
                        () ->
                            new ProblemException(
                                CommonError.NOT_FOUND, "there is no such parked work")));
  }

  private static ProblemException notNow(String paymentId, String why) {
    return new ProblemException(PaymentError.INVALID_STATE, "the payment " + why)
        .paymentId(paymentId);
  }

  private static ProblemException problem(PaymentError error, Parked work) {
    return new ProblemException(error, error.detail()).paymentId(work.paymentId());
  }

  private static Map<String, @Nullable String> detail(Finding finding) {
    TreeMap<String, @Nullable String> detail = new TreeMap<>();
    detail.put("result", finding.found().name().toLowerCase(Locale.ROOT));
    if (finding.transactionId() != null) {
      detail.put("transaction_id", finding.transactionId());
    }
    if (finding.declineCode() != null) {
      detail.put("decline_code", finding.declineCode());
    }
    return detail;
  }
}
